"""The charts of Adherence by tier; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from metrics.palette import (
    AMBER,
    AMBER_TEXT,
    BAND,
    BLUE,
    BLUE_TEXT,
    GRID,
    INK,
    MUTED,
    PLUM,
    PLUM_TEXT,
    TEAL,
    TEAL_TEXT,
)
from metrics.statistics import FEWEST_DECIDED
from pages.ui import formats, words
from pages.ui.charts import Chart, empty, months, objective_line

TREND = 210  # px
MOST = 150  # per cent of the target, up to which the curve is drawn
TICKS = [0, 50, 100, 150]
# Colour, dash and colour of the words of each kind: no two share a dash, so colour is no carrier.
LINES = {
    "acknowledge": (BLUE, "solid", BLUE_TEXT),
    "first_response": (TEAL, "12px,4px", TEAL_TEXT),
    "next_response": (AMBER, "6px,3px", AMBER_TEXT),
    "update": (PLUM, "2px,3px", PLUM_TEXT),
    "mitigate": (MUTED, "10px,3px,2px,3px", MUTED),
    "resolve": (INK, "5px,2px,1px,2px,1px,2px", INK),
}
USED = 236  # px
LABEL = 15  # px from one name to the next
NAMES = 116  # px right of the curves, for their names


def trend(weeks: pd.DataFrame, objective: float | None) -> Chart:
    """Weekly shares with their 95 % interval: start_at on the wall clock, period, value, low,
    high, n, hits. A week with fewer than five has no point."""
    figure = empty(TREND)
    known = weeks.assign(few=weeks["n"] < FEWEST_DECIDED)
    share = 100 * known["value"].astype(float).mask(known["few"])
    low, high = (100 * known[edge].astype(float).mask(known["few"]) for edge in ("low", "high"))
    for run in _runs(known["few"]):
        figure.add_trace(_band(known["start_at"].iloc[run], low.iloc[run], high.iloc[run]))
    figure.add_trace(
        go.Scatter(
            x=known["start_at"],
            y=share,
            mode="lines+markers",
            line={"color": BLUE, "width": 2},
            marker={"size": 6, "color": BLUE},
            customdata=[[row.period] for row in known.itertuples()],
            hovertext=[_week(row) for row in known.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    if objective is not None:
        objective_line(figure, 100 * objective, f"objective {100 * objective:g} %")
    figure.update_yaxes(ticksuffix=" %", nticks=5, gridcolor=GRID)
    figure.update_xaxes(showgrid=False, **months(known["start_at"]))
    last = known[~known["few"]].tail(1)
    said = "too few decided in any week"
    if len(last):
        row = last.iloc[0]
        said = f"{formats.value(row['value'], 'share')} in {row['period']}, n {row['n']}"
    return Chart(figure, f"Adherence by week with its 95 % interval, {len(known)} weeks: {said}.")


def _runs(few: "pd.Series[bool]") -> list[slice]:
    """The stretches of weeks that have a share: a band over a gap would claim to know it."""
    starts = (few != few.shift()).cumsum().reset_index(drop=True)
    parts = [part.index for _, part in starts.groupby(starts)]
    return [slice(p[0], p[-1] + 1) for p in parts if not few.iloc[p[0]]]


def _band(x: pd.Series, low: pd.Series, high: pd.Series) -> go.Scatter:
    return go.Scatter(
        x=[*x, *x[::-1]],
        y=[*low, *high[::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=BAND,
        hoverinfo="skip",
    )


def _week(row: Mapping[Any, Any]) -> str:
    n = int(row["n"])
    if n < FEWEST_DECIDED:
        return f"{row['period']}: {formats.count(n)} decided, too few for a percentage"
    low, high = (100 * row[edge] for edge in ("low", "high"))
    share = formats.value(row["value"], "share")
    met = f"{formats.count(row['hits'])} of {formats.count(n)}"
    return f"{row['period']}: <b>{share}</b>, {met}<br>95 %: {low:.1f}–{high:.1f} %"


def used(frame: pd.DataFrame) -> Chart:
    """How many promises were kept within how much of their target: promise, up_to (per cent), n,
    share. The target is marked; what is right of it was late."""
    figure = empty(USED)
    kinds = list(dict.fromkeys(frame["promise"]))
    kinds = [p for p in words.PROMISES if p in kinds] + [
        p for p in kinds if p not in words.PROMISES
    ]
    for kind in kinds:
        colour, dash, _ = line(kind)
        part = frame[frame["promise"] == kind]
        figure.add_trace(
            go.Scatter(
                x=part["up_to"],
                y=100 * part["share"],
                mode="lines",
                line={"color": colour, "width": 2, "shape": "hv", "dash": dash},
                # As one array: Plotly looks into each row of a list, 40 ms of a page.
                customdata=part[["promise", "n"]].to_numpy(object),
                hovertemplate=f"{words.promise(kind)}: %{{y:.1f}} % within %{{x:d}} % "
                "of the target, %{customdata[1]:,}<extra></extra>",
            )
        )
    figure.add_vline(x=100, line={"color": TEAL, "width": 1.2, "dash": "dash"})
    figure.add_annotation(
        x=100, y=0, yref="paper", text="target", showarrow=False, xanchor="right", yanchor="bottom",
        xshift=-4, font={"size": 11, "color": TEAL_TEXT},
    )  # fmt: skip
    _named(figure, frame, kinds)
    figure.update_yaxes(ticksuffix=" %", range=[0, 103], nticks=5, gridcolor=GRID)
    figure.update_xaxes(
        range=[0, MOST],
        tickvals=TICKS,
        ticktext=[f"{at} %" for at in TICKS],
        showgrid=False,
        tickangle=0,
    )
    return Chart(figure, f"Share of target used. {_within(frame, kinds)}.")


def line(kind: str) -> tuple[str, str, str]:
    """Colour, dash and colour of the words of a kind of promise; an unknown one is thin dots."""
    return LINES.get(kind, (MUTED, "1px,4px", MUTED))


def _named(figure: go.Figure, frame: pd.DataFrame, kinds: Sequence[str]) -> None:
    """The name of each curve right of its end, below those that end higher, with a line to it."""
    ends = frame[frame["up_to"] == MOST].set_index("promise")["share"]
    plot = USED - 50  # px between the axis and the top
    below = float(-LABEL)
    figure.update_layout(margin_r=NAMES)
    for kind in sorted(kinds, key=lambda each: -float(ends[each])):
        end = float(ends[kind])
        own = plot * (1 - end)  # px from the top to the end of the curve
        below = max(own, below + LABEL)
        colour, _, text = line(kind)
        figure.add_annotation(
            x=MOST, y=100 * end, text=f"<b>{words.promise(kind)}</b>", ax=16, ay=below - own,
            showarrow=True, arrowhead=0, arrowwidth=1, arrowcolor=colour, xanchor="left",
            font={"size": 12, "color": text},
        )  # fmt: skip


def counted(rows: Sequence[Mapping[Any, Any]]) -> Chart:
    """Shares of the same name counted otherwise, each with its interval: name, metric, value,
    low, high, n, hits."""
    figure = empty(56 + 44 * len(rows))
    known = [row for row in rows if int(row["n"]) >= FEWEST_DECIDED]
    value, low, high = ([100 * row[c] for row in known] for c in ("value", "low", "high"))
    figure.add_trace(
        go.Scatter(
            x=value,
            y=[row["name"] for row in known],
            mode="markers+text",
            cliponaxis=False,
            text=[f"{v:.1f} %" for v in value],
            textposition="top center",
            textfont={"size": 12},
            marker={"size": 9, "color": BLUE},
            error_x={
                "type": "data", "symmetric": False, "thickness": 1.5, "width": 4, "color": MUTED,
                "array": [b - v for b, v in zip(high, value, strict=True)],
                "arrayminus": [v - a for a, v in zip(low, value, strict=True)],
            },
            customdata=[[row["metric"]] for row in known],
            hovertext=[_whole(row) for row in known],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(margin={"t": 30, "r": 32})
    figure.update_xaxes(ticksuffix=" %", nticks=5, gridcolor=GRID)
    figure.update_yaxes(
        autorange="reversed", showgrid=False, categoryorder="array",
        categoryarray=[row["name"] for row in known],
    )  # fmt: skip
    said = "; ".join(_whole(row).replace("<br>", ", ") for row in known)
    return Chart(figure, f"Adherence counted otherwise. {said}.")


def _whole(row: Mapping[Any, Any]) -> str:
    low, high = (100 * row[edge] for edge in ("low", "high"))
    met = f"{formats.count(row['hits'])} of {formats.count(row['n'])}"
    return f"{row['name']}: {met}<br>95 %: {low:.1f}–{high:.1f} %"


def _within(frame: pd.DataFrame, kinds: Sequence[str]) -> str:
    at = frame[frame["up_to"] == 100].set_index("promise")["share"]
    return "; ".join(
        f"{words.promise(kind)}: {formats.percent(float(at[kind]))} within the target"
        for kind in kinds
    )
