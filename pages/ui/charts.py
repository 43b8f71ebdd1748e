"""Plotly figures from frames; pure. Each chart comes with the sentence that stands for it."""

import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from metrics import drawing
from metrics.drawing import scale as scale
from metrics.palette import (
    BAND,
    BLUE,
    BLUE_TEXT,
    CLEAR,
    GREY,
    GRID,
    INK,
    MUTED,
    RED,
    RED_TEXT,
    TEAL,
    TEAL_TEXT,
    on_dark,
)
from pages.ui import formats

TALL = 312  # px: the control chart and the matrix beside it
ROOM = 0.55  # weeks to the right of the last point for each letter of its label
HOVER = "%{customdata[0]}: <b>%{customdata[1]}</b>, n %{customdata[2]}<extra></extra>"
FONT = '"Source Sans", sans-serif'  # the family of the page
# Streamlit hands each new chart to Plotly twice. Where nothing differs it is drawn once: without a
# template, with a revision that says that the data are the same, with plain lists, and with the
# drag mode that Streamlit would set.
pio.templates.default = None
DRAG = "pan"  # of charts that take a click; axes are fixed, so nothing moves
PLACES = ("x", "y", "categoryarray")  # what names a category: of traces, annotations, axes
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


class Figure(go.Figure):
    """A figure that goes out as plain lists: packed arrays Plotly takes for new ones each time.

    Names along its axes are words from data; in other texts `formats.chart_escape` makes them so.
    """

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = unpacked(super().to_dict())
        layout = found["layout"]
        axes = [axis for key, axis in layout.items() if key.startswith(("xaxis", "yaxis"))]
        for part in [*found["data"], *axes, *layout.get("annotations", ())]:
            part |= {key: _literal(part[key]) for key in PLACES if key in part}
        return found


def _literal(place: Any) -> Any:
    """A place on an axis, or a list of them: names are escaped, numbers and instants stay."""
    if isinstance(place, str):
        return formats.chart_escape(place)
    is_named = isinstance(place, Sequence | np.ndarray) and any(isinstance(p, str) for p in place)
    return [_literal(each) for each in place] if is_named else place


def unpacked(part: Any) -> Any:
    """A part of a figure with its packed arrays written out."""
    if isinstance(part, dict):
        if "bdata" in part:
            return np.frombuffer(b64decode(part["bdata"]), part["dtype"]).tolist()
        return {key: unpacked(each) for key, each in part.items()}
    is_nested = isinstance(part, list) and part and isinstance(part[0], dict)
    return [unpacked(each) for each in part] if is_nested else part


@dataclass(frozen=True)
class Chart:
    """A figure and what it says, for those who cannot see it."""

    figure: go.Figure
    alt: str


def control(
    weeks: pd.DataFrame,
    unit: str,
    label: str,
    band: tuple[float, float, float] | None,
    marks: Sequence[str],
    objective: float | None = None,
    decimals: int | None = None,
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
        objective_line(figure, objective / size, f"objective {objective / size:.3g}{suffix}")
    hover = [formats.value(v, unit, decimals) for v in weeks["value"]]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines+markers",
            line={"color": BLUE, "width": 2},
            marker=_markers(marks),
            customdata=list(zip(weeks["period"], hover, weeks["n"], strict=True)),
            hovertemplate=HOVER,
        )
    )
    figure.update_layout(margin_r=26)
    _last(figure, weeks, y, marks[-1], hover[-1])
    figure.update_yaxes(
        ticksuffix=suffix, gridcolor=GRID, nticks=6, zeroline=False, **_range(y, band, size, unit)
    )
    figure.update_xaxes(showgrid=False, **months(x))
    return Chart(figure, drawing.control_alt(weeks, unit, label, band, marks, decimals))


def bars(
    frame: pd.DataFrame,
    unit: str,
    label: str,
    other: str | None = None,
    said: Sequence[str] | None = None,
) -> Chart:
    """Horizontal bars of `name` and `value`, longest first; `other` is grey and last. `said`
    stands beside each bar: by itself its value."""
    figure = empty(56 + 38 * len(frame))
    said = said or [formats.in_unit(v, unit) for v in frame["value"]]
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
    figure.update_layout(clickmode="event+select", dragmode=DRAG)
    figure.update_xaxes(visible=False, range=[0, top * (1.06 + 0.034 * max(map(len, said)))])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=8)
    return Chart(figure, drawing.bars_alt(label, frame["name"], said))


def months(starts: pd.Series) -> dict[str, list[object]]:
    """A tick at every month that begins among the weeks; the year under the first and January."""
    found = drawing.months(starts)
    said = [f"{month}<br>{year}" if year else month for _, month, year in found]
    return {"tickvals": [at for at, _, _ in found], "ticktext": list(said)}


def _range(
    y: pd.Series, band: tuple[float, float, float] | None, size: float, unit: str
) -> dict[str, list[float]]:
    found = drawing.span(y, band, size, unit)
    return {"range": list(found)} if found else {}


def dressed(figure: go.Figure, is_dark: bool) -> go.Figure | dict[str, Any]:
    """The figure for the reader's ground."""
    return json.loads(on_dark(figure.to_json())) if is_dark else figure


def empty(height: int) -> go.Figure:
    """A figure with the margins, fonts and colours of the house, and nothing in it."""
    axis = {"automargin": True, "fixedrange": True, "zeroline": False, "gridcolor": GRID}
    words = {"tickfont": {"color": MUTED}, "title": {"font": {"color": MUTED, "size": 12}}}
    # In one go: update_layout and its kin cost ten times as much, half of what a page takes.
    return Figure(
        layout={
            "datarevision": 1,
            "height": height,
            "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
            "showlegend": False,
            "hovermode": "closest",
            "font": {"size": 12, "color": INK, "family": FONT},
            "hoverlabel": {"font": {"family": FONT, "size": 13}},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "xaxis": {**axis, **words, "ticklabelstandoff": 4},
            "yaxis": {**axis, **words, "ticklabelstandoff": 6},
        }
    )


def objective_line(figure: go.Figure, at: float, text: str) -> None:
    """A dashed line at an objective, named."""
    figure.add_hline(y=at, line={"color": TEAL, "width": 1.2, "dash": "dash"})
    figure.add_annotation(
        x=0, xref="paper", y=at, text=text, showarrow=False, font={"size": 11, "color": TEAL_TEXT},
        xanchor="left", yanchor="top",
    )  # fmt: skip


def _markers(marks: Sequence[str]) -> dict[str, object]:
    """Signals are red and larger; the one of the selected week is the largest."""
    last = len(marks) - 1
    return {
        "size": [6 if m != "signal" else 12 if i == last else 8 for i, m in enumerate(marks)],
        "color": [RED if mark == "signal" else BLUE for mark in marks],
    }


def _last(figure: go.Figure, weeks: pd.DataFrame, y: pd.Series, mark: str, said: str) -> None:
    """The last point says its value to its right, where no line runs."""
    start = weeks["start_at"]
    step = (start.iloc[-1] - start.iloc[0]) / max(len(weeks) - 1, 1)
    figure.update_xaxes(
        range=[start.iloc[0] - 0.5 * step, start.iloc[-1] + ROOM * len(said) * step]
    )
    if pd.isna(y.iloc[-1]):
        return
    is_signal = mark == "signal"
    text = f"<b>{said}</b>"
    figure.add_annotation(
        x=start.iloc[-1], y=y.iloc[-1], text=text + ("<br>signal" if is_signal else ""),
        showarrow=False, xanchor="left", yanchor="middle", xshift=9, align="left",
        font={"size": 13, "color": RED_TEXT if is_signal else BLUE_TEXT},
    )  # fmt: skip
