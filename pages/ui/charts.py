"""Plotly figures from frames; pure. Every chart comes with the sentence that stands for it (alt)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from metrics.unit import UNITS
from pages.ui import formats
from pages.ui.palette import AMBER, BAND, BLUE, GREY, GRID, MUTED, RED, TEAL, tint
from pages.ui.words import promise as promise_word

TALL = 300  # px: the control chart and the matrix beside it
ROOM = 3.2  # weeks to the right of the last point, for its label
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
TINTS = {"good": tint(TEAL, 0.16), "unsure": tint(AMBER, 0.22), "bad": tint(RED, 0.34)}
TINTS["few"] = TINTS["plain"] = tint(GREY, 0.22)


@dataclass(frozen=True)
class Chart:
    """A figure and what it says, for those who cannot see it."""

    figure: go.Figure
    alt: str


@dataclass(frozen=True)
class Cell:
    """One square of the matrix: what was met of what was decided, and what chance explains."""

    row: str
    column: str
    met: int
    decided: int
    share: float | None
    state: str  # good, unsure, bad, few (under five), plain (no objective)

    @property
    def text(self) -> str:
        """Percent over met/decided; counts only under five."""
        if not self.decided:
            return formats.NOTHING
        counts = f"{self.met}/{self.decided}"
        return f"<b>{formats.percent(self.share)}</b><br>{counts}" if self.share is not None else counts


def control(
    weeks: pd.DataFrame,
    unit: str,
    label: str,
    band: tuple[float, float, float] | None,
    marks: Sequence[str],
    objective: float | None = None,
) -> Chart:
    """A process behaviour chart: weeks (start_at, value), `band` = centre, lower, upper.

    `marks` gives 'signal' for the points to be shown red. Shares are drawn in per cent,
    durations in the unit that fits them.
    """
    size, suffix = scale(weeks["value"], unit)
    x, y = weeks["start_at"], weeks["value"].astype(float) / size
    figure = empty(TALL)
    if band:
        centre, lower, upper = (edge / size for edge in band)
        figure.add_hrect(y0=lower, y1=upper, fillcolor=BAND, line_width=0, layer="below")
        figure.add_hline(y=centre, line={"color": MUTED, "width": 1, "dash": "dot"})
    if objective is not None:
        _objective(figure, objective / size, f"objective {objective / size:.3g}{suffix}")
    hover = [formats.value(v, unit) for v in weeks["value"]]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines+markers",
            line={"color": BLUE, "width": 2},
            marker=_markers(marks),
            customdata=list(zip(weeks["period"], hover, weeks["n"], strict=True)),
            hovertemplate="%{customdata[0]}: <b>%{customdata[1]}</b>, n %{customdata[2]}<extra></extra>",
        )
    )
    _last(figure, weeks, y, marks[-1], unit)
    figure.update_yaxes(ticksuffix=suffix, gridcolor=GRID, nticks=6, zeroline=False, **_span(y, band, size))
    figure.update_xaxes(showgrid=False, tickformat="%b %Y", nticks=7)
    return Chart(figure, _control_alt(weeks, unit, label, band, marks))


def matrix(cells: Sequence[Cell], rows: Sequence[str], columns: Sequence[str]) -> Chart:
    """Tiers down, promises across. Each square is a bar, so that the whole of it takes a click."""
    figure = empty(TALL if len(rows) > 1 else 140)
    place = {(cell.row, cell.column): cell for cell in cells}
    for index, column in enumerate(columns):
        found = [place[(row, column)] for row in rows if (row, column) in place]
        figure.add_trace(
            go.Bar(
                x=[0.96] * len(found),
                y=[cell.row for cell in found],
                base=[index + 0.02] * len(found),
                orientation="h",
                width=0.92,
                marker={"color": [TINTS[cell.state] for cell in found], "line": {"width": 0}},
                customdata=[[cell.row, cell.column] for cell in found],
                hovertext=[_hover(cell) for cell in found],
                hovertemplate="%{hovertext}<extra></extra>",
                unselected={"marker": {"opacity": 1}},
            )
        )
        figure.add_trace(_texts(found, index + 0.5))
    ticks = [index + 0.5 for index in range(len(columns))]
    labels = [promise_word(column) for column in columns]
    figure.update_layout(barmode="overlay", clickmode="event+select", dragmode=False)
    figure.update_xaxes(
        tickvals=ticks, ticktext=labels, range=[0, len(columns)], showgrid=False, zeroline=False
    )
    figure.update_yaxes(
        autorange="reversed", showgrid=False, categoryorder="array", categoryarray=list(rows)
    )
    said = "; ".join(f"{c.row} {promise_word(c.column)} {_plain(c)}" for c in cells)
    return Chart(figure, f"Adherence by tier and promise. {said}.")


def bars(frame: pd.DataFrame, unit: str, label: str, other: str | None = None) -> Chart:
    """Horizontal bars of `name` and `value`, longest first; the row named `other` is grey and last."""
    figure = empty(56 + 38 * len(frame))
    said = [formats.in_unit(v, unit) for v in frame["value"]]
    figure.add_trace(
        go.Bar(
            x=frame["value"],
            y=frame["name"],
            orientation="h",
            width=0.72,
            text=said,
            textposition="outside",
            cliponaxis=False,
            customdata=[[name] for name in frame["name"]],
            marker={"color": [GREY if name == other else BLUE for name in frame["name"]]},
            hovertemplate="%{y}: <b>%{text}</b><extra></extra>",
            unselected={"marker": {"opacity": 1}},
        )
    )
    top = float(frame["value"].max() or 1)
    figure.update_layout(clickmode="event+select", dragmode=False)
    figure.update_xaxes(visible=False, range=[0, top * 1.18])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=8)
    rows = "; ".join(f"{n} {t}" for n, t in zip(frame["name"], said, strict=True))
    return Chart(figure, f"{label}. {rows}.")


def scale(values: pd.Series, unit: str) -> tuple[float, str]:
    """What to divide by and the suffix of the axis: durations take the unit that fits."""
    length = UNITS[unit].seconds
    if length is None:
        return (0.01, " %") if unit == "share" else (1, "")
    typical = float(values.median()) * length if values.notna().any() else 0
    steps = ((90, 1, " s"), (90 * 60, 60, " min"), (48 * 3600, 3600, " h"))
    size, suffix = next((s for limit, *s in steps if typical < limit), (86_400, " d"))
    return size / length, suffix


def _span(
    y: pd.Series, band: tuple[float, float, float] | None, size: float
) -> dict[str, list[float]]:
    """The range of the axis: points and band with room for the label of the last point."""
    edges = [float(v) for v in y.dropna()] + [edge / size for edge in band or ()]
    if not edges:
        return {}
    low, high = min(edges), max(edges)
    room = 0.14 * ((high - low) or abs(high) or 1)
    return {"range": [max(low - room, 0) if low - room < 0 <= low else low - room, high + room]}


def empty(height: int) -> go.Figure:
    """A figure with the margins, fonts and colours of the house, and nothing in it."""
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        showlegend=False,
        hovermode="closest",
        font={"size": 12},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(automargin=True, fixedrange=True, tickfont={"color": MUTED})
    figure.update_yaxes(automargin=True, fixedrange=True, tickfont={"color": MUTED})
    return figure


def _objective(figure: go.Figure, at: float, text: str) -> None:
    figure.add_hline(y=at, line={"color": TEAL, "width": 1.2, "dash": "dash"})
    figure.add_annotation(
        x=0, xref="paper", y=at, text=text, showarrow=False, font={"size": 11, "color": TEAL},
        xanchor="left", yanchor="top",
    )  # fmt: skip


def _markers(marks: Sequence[str]) -> dict[str, object]:
    """Signals are red and larger; the one of the selected week is the largest."""
    last = len(marks) - 1
    return {
        "size": [6 if m != "signal" else 12 if i == last else 8 for i, m in enumerate(marks)],
        "color": [RED if mark == "signal" else BLUE for mark in marks],
    }


def _last(figure: go.Figure, weeks: pd.DataFrame, y: pd.Series, mark: str, unit: str) -> None:
    """The last point says its value to its right, where no line runs."""
    start = weeks["start_at"]
    step = (start.iloc[-1] - start.iloc[0]) / max(len(weeks) - 1, 1)
    figure.update_xaxes(range=[start.iloc[0] - 0.5 * step, start.iloc[-1] + ROOM * step])
    if pd.isna(y.iloc[-1]):
        return
    is_signal = mark == "signal"
    text = f"<b>{formats.value(weeks['value'].iloc[-1], unit)}</b>"
    figure.add_annotation(
        x=start.iloc[-1], y=y.iloc[-1], text=text + ("<br>signal" if is_signal else ""),
        showarrow=False, xanchor="left", yanchor="middle", xshift=9, align="left",
        font={"size": 13, "color": RED if is_signal else BLUE},
    )  # fmt: skip


def _control_alt(
    weeks: pd.DataFrame,
    unit: str,
    label: str,
    band: tuple[float, float, float] | None,
    marks: Sequence[str],
) -> str:
    last = weeks.iloc[-1]
    said = f"{label}, {len(weeks)} weeks: last {formats.value(last['value'], unit)}"
    if band:
        low, high = formats.value(band[1], unit), formats.value(band[2], unit)
        said += f", normal range {low} to {high}, {list(marks).count('signal')} signals"
    return said + "."


def _texts(found: Sequence[Cell], x: float) -> go.Scatter:
    return go.Scatter(
        x=[x] * len(found),
        y=[cell.row for cell in found],
        mode="text",
        text=[cell.text for cell in found],
        textfont={"size": 12},
        hoverinfo="skip",
    )


def _plain(cell: Cell) -> str:
    return re.sub(r"</?b>", "", cell.text.replace("<br>", ", ")).replace("/", " of ")


def _hover(cell: Cell) -> str:
    meaning = {
        "good": "at or above its objective",
        "unsure": "below its objective, within what chance explains",
        "bad": "below its objective by more than chance explains",
        "few": "under five decided: counts only",
        "plain": "policy sets no objective",
    }
    return f"<b>{cell.row} · {promise_word(cell.column)}</b><br>{_plain(cell)}<br>{meaning[cell.state]}"
