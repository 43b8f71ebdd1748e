"""The charts of recurring blockers: shares, days between repeats, panels, heat. Pure."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from metrics.palette import BLUE, BLUE_TEXT, CLEAR, GRID, INK, MUTED, SPARK, tint
from metrics.statistics import FEWEST_DECIDED
from pages.ui import formats
from pages.ui.charts import Chart, Figure, empty
from pages.ui.formats import chart_escape

PANEL, GAP = 118, 44  # px of a panel and of the room for its title


def shares(frame: pd.DataFrame, label: str, whole: float) -> Chart:
    """A dot with its 95 % interval for each row of name, value, low, high, n; the share of all
    is marked."""
    figure = empty(62 + 30 * len(frame))
    said = [_share(row["value"], row["n"]) for row in frame.to_dict("records")]
    figure.add_vline(x=100 * whole, line={"color": MUTED, "width": 1, "dash": "dot"})
    figure.add_trace(
        go.Scatter(
            x=100 * frame["value"],
            y=frame["name"],
            mode="markers",
            marker={"size": 10, "color": BLUE},
            error_x={
                "array": 100 * (frame["high"] - frame["value"]),
                "arrayminus": 100 * (frame["value"] - frame["low"]),
                "color": SPARK,
                "thickness": 1.4,
                "width": 0,
            },
            customdata=[[name] for name in frame["name"]],
            hovertext=[
                f"<b>{chart_escape(row['name'])}</b><br>{formats.percent(row['value'])}, 95 %: "
                f"{formats.percent(row['low'])} to {formats.percent(row['high'])}, n {row['n']}"
                for row in frame.to_dict("records")
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
        )
    )
    figure.add_trace(_beside(100 * frame["high"], frame["name"], said))
    top = min(100.0, float(100 * frame["high"].max()))
    figure.update_xaxes(range=[0, top * 1.34], ticksuffix=" %", nticks=5, tickangle=0)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.add_annotation(
        x=100 * whole, y=1, yref="paper", yanchor="bottom", showarrow=False,
        text=f"all {formats.percent(whole)}", font={"size": 11, "color": MUTED},
    )  # fmt: skip
    figure.update_layout(margin_t=22)
    rows = "; ".join(f"{n} {t}" for n, t in zip(frame["name"], said, strict=True))
    return Chart(figure, f"{label}. {rows}.")


def _share(value: float, n: float) -> str:
    """Percent and n; under five the counts alone."""
    if n < FEWEST_DECIDED:
        return formats.share_of(value, round(value * n), n)
    return f"{formats.percent(value)}, n {formats.count(n)}"


def _beside(x: pd.Series, y: pd.Series, said: Sequence[str]) -> go.Scatter:
    """Words to the right of marks, where no line runs."""
    return go.Scatter(
        x=x,
        y=y,
        mode="text",
        text=[f"\u2002{text}" for text in said],
        textposition="middle right",
        textfont={"size": 11, "color": MUTED},
        hoverinfo="skip",
        cliponaxis=False,
    )


def days(values: pd.Series, median: float, label: str) -> Chart:
    """How many days passed before the next one: a bar for each day, the median marked."""
    figure = empty(300)
    counts = np.bincount(values.clip(lower=0).astype(int))
    figure.add_trace(
        go.Bar(
            x=list(range(len(counts))),
            y=counts,
            marker={"color": BLUE, "opacity": 0.6},
            hovertext=[f"{day} to {day + 1} days: {n}" for day, n in enumerate(counts)],
            hovertemplate="%{hovertext}<extra></extra>",
            width=0.9,
            offset=0.05,
        )
    )
    figure.add_vline(x=median, line={"color": BLUE_TEXT, "width": 1.6})
    figure.add_annotation(
        x=median, y=1, yref="paper", yanchor="bottom", xanchor="left", showarrow=False,
        text=f"median {formats.value(median, 'days')}", font={"size": 11, "color": BLUE_TEXT},
    )  # fmt: skip
    figure.update_layout(margin_t=22)
    figure.update_xaxes(title_text="days until the next", showgrid=False, nticks=7, tickangle=0)
    figure.update_yaxes(title_text="cases", nticks=4)
    said = formats.value(median, "days")
    return Chart(figure, f"{label}. Median {said}, n {formats.count(len(values))}.")


def panels(frame: pd.DataFrame, names: Sequence[str], unit: str, across: int) -> Chart:
    """One small line per name over the same weeks and the same scale: period, start_at, name,
    value, n. Each dot is a week."""
    down = -(-len(names) // across)
    height = 24 + down * (PANEL + GAP)
    top, starts = float(frame["value"].max() or 1), frame["start_at"]
    half = pd.Timedelta(days=4)
    span = [starts.min() - half, starts.max() + half]
    traces, titles, totals = [], [], []
    layout: dict[str, dict[str, object]] = {}
    for place, name in enumerate(names):
        part = frame[frame["name"] == name].sort_values("start_at")
        axis = "" if place == 0 else str(place + 1)
        x, y = _domains(place, across, down)
        total = formats.in_unit(float(part["value"].sum()), unit)
        totals.append(f"{name} {total}")
        traces.append(_panel(part, axis, unit))
        layout |= _axes(axis, x, y, span, top, place % across == 0, place + across >= len(names))
        titles.append(
            {
                "x": x[0], "y": y[1], "xref": "paper", "yref": "paper", "xanchor": "left",
                "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": INK},
                "text": f"<b>{chart_escape(name)}</b>  {total}",
            }
        )  # fmt: skip
    base = empty(height).layout.to_plotly_json()
    figure = Figure(data=traces, layout={**base, **layout, "annotations": titles})
    return Chart(figure, f"Week by week on one scale. {'; '.join(totals)}.")


def _domains(place: int, across: int, down: int) -> tuple[list[float], list[float]]:
    """Where a panel stands, as shares of the width and the height."""
    row, column = divmod(place, across)
    edge = GAP / 2 / (down * (PANEL + GAP))
    x = [(column + 0.04) / across, (column + 0.96) / across]
    return x, [1 - (row + 1) / down + edge, 1 - row / down - edge]


def _axes(
    axis: str,
    x: list[float],
    y: list[float],
    span: list[pd.Timestamp],
    top: float,
    is_first: bool,
    is_lowest: bool,
) -> dict[str, dict[str, object]]:
    words = {"tickfont": {"color": MUTED, "size": 11}, "fixedrange": True, "zeroline": False}
    return {
        f"xaxis{axis}": {
            **words, "domain": x, "anchor": f"y{axis}", "showgrid": False, "nticks": 3,
            "range": span, "showticklabels": is_lowest, "tickformat": "%b", "tickangle": 0,
        },
        f"yaxis{axis}": {
            **words, "domain": y, "anchor": f"x{axis}", "range": [-0.04 * top, 1.1 * top],
            "nticks": 3, "gridcolor": GRID, "showticklabels": is_first,
        },
    }  # fmt: skip


def _panel(part: pd.DataFrame, axis: str, unit: str) -> go.Scatter:
    rows = part.to_dict("records")
    said = [f"<b>{formats.in_unit(row['value'], unit)}</b>" for row in rows]
    return go.Scatter(
        x=part["start_at"],
        y=part["value"],
        mode="lines+markers",
        line={"color": BLUE, "width": 1.6, "shape": "linear"},
        marker={"size": 5, "color": BLUE},
        fill="tozeroy",
        fillcolor=tint(BLUE, 0.08),
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        customdata=[[row["name"], row["period"]] for row in rows],
        hovertext=[
            f"{chart_escape(row['name'])}, {row['period']}: {text}"
            for row, text in zip(rows, said, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def heat(
    frame: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    unit: str,
    label: str,
    called: Callable[[str], str] = str,
) -> Chart:
    """Rows and columns as squares, the darker the more: row, column, value; `called` names a
    column. Each square is a bar, so that the whole of it takes a click, and says its value."""
    figure = empty(58 + 36 * len(rows))
    most = float(frame["value"].max() or 1)
    for place, column in enumerate(columns):
        part = frame[(frame["column"] == column) & (frame["value"] > 0)]
        part = part[part["row"].isin(rows)]
        said = [formats.in_unit(v, unit) for v in part["value"]]
        figure.add_trace(
            go.Bar(
                x=[0.96] * len(part),
                y=part["row"],
                base=[place + 0.02] * len(part),
                orientation="h",
                width=0.9,
                marker={
                    "color": [tint(BLUE, 0.06 + 0.5 * v / most) for v in part["value"]],
                    "line": {"width": 0, "color": CLEAR},
                },
                text=said,
                textposition="inside",
                insidetextanchor="middle",
                textfont={"color": INK, "size": 12},
                textangle=0,
                customdata=part[["row", "column"]].to_numpy(),
                hovertext=[
                    f"<b>{chart_escape(f'{r} · {called(column)}')}</b><br>{t}"
                    for r, t in zip(part["row"], said, strict=True)
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        tickvals=[place + 0.5 for place in range(len(columns))],
        ticktext=[chart_escape(called(column)) for column in columns],
        range=[0, len(columns)], showgrid=False, tickangle=0,
    )  # fmt: skip
    figure.update_yaxes(
        autorange="reversed", showgrid=False, categoryorder="array", categoryarray=list(rows)
    )
    top = frame.sort_values("value", ascending=False).head(5).to_dict("records")
    said_top = "; ".join(
        f"{r['row']}, {called(r['column'])} {formats.in_unit(r['value'], unit)}" for r in top
    )
    return Chart(figure, f"{label}. Most: {said_top}.")
