"""The charts of Escalations; pure."""

import pandas as pd
import plotly.graph_objects as go

from metrics.palette import BLUE, GREY, INK, MUTED, tint
from pages.ui import formats
from pages.ui.charts import Chart, empty

BAR = 38  # px of a bar, or of a row of the squares
# Of the longest bar, for the words behind it, on a wide and on a narrow screen.
ROOM = {False: 1.75, True: 2.7}
DARKEST = 0.75


def stays(frame: pd.DataFrame, what: str, is_narrow: bool = False) -> Chart:
    """Bars of how long a stay lasts: name, value (the median, in hours), p90, n; the p90 as a thin
    bar behind. A median that was not reached, because most stays go on, has no bar."""
    figure = empty(40 + BAR * len(frame))
    reach = frame[["value", "p90"]].max().max()
    longest = float(reach) if reach and reach == reach else 1.0
    said = [_lasts(row) for row in frame.to_dict("records")]
    hover = [
        f"<b>{formats.chart_escape(name)}</b><br>{text}"
        for name, text in zip(frame["name"], said, strict=True)
    ]
    for column, colour, width in (("p90", GREY, 0.14), ("value", BLUE, 0.6)):
        figure.add_trace(
            go.Bar(
                x=frame[column].astype(float).fillna(0),
                y=frame["name"],
                orientation="h",
                width=width,
                marker={"color": colour, "line": {"width": 0}},
                customdata=[[name] for name in frame["name"]],
                hovertext=hover,
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    ends = frame[["value", "p90"]].astype(float).max(axis=1).fillna(0)
    for name, end, text in zip(frame["name"], ends, said, strict=True):
        figure.add_annotation(
            x=end, y=name, text=text, showarrow=False, xanchor="left", xshift=6,
            font={"size": 12, "color": MUTED},
        )  # fmt: skip
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(visible=False, range=[0, longest * ROOM[is_narrow]])
    figure.update_yaxes(autorange="reversed", showgrid=False)
    rows = "; ".join(f"{name}: {text}" for name, text in zip(frame["name"], said, strict=True))
    return Chart(figure, f"{what}. {rows}.")


def _lasts(row: dict[object, object]) -> str:
    """`4.4 h · p90 21 h · n 310`."""
    median = "median not reached" if formats.is_nothing(row["value"]) else _hours(row["value"])
    high = "" if formats.is_nothing(row["p90"]) else f" · p90 {_hours(row['p90'])}"
    return f"{median}{high} · n {formats.count(float(str(row['n'])))}"


def _hours(value: object) -> str:
    return formats.value(float(str(value)), "hours")


def moves(
    frame: pd.DataFrame, givers: list[str], takers: list[str], is_narrow: bool = False
) -> Chart:
    """Who hands to whom: from_team down, team across, n in each square; darker is more. Each
    square is a bar, so that the whole of it takes a click."""
    figure = empty(70 + BAR * max(len(givers), 2))
    rows = zip(frame["from_team"], frame["team"], frame["n"], strict=True)
    there = {(giver, taker): int(n) for giver, taker, n in rows}
    most = max(there.values(), default=1)
    for index, taker in enumerate(takers):
        found = [(giver, there[giver, taker]) for giver in givers if (giver, taker) in there]
        figure.add_trace(
            go.Bar(
                x=[0.96] * len(found),
                y=[giver for giver, _ in found],
                base=[index + 0.02] * len(found),
                orientation="h",
                width=0.9,
                marker={
                    "color": [tint(BLUE, round(DARKEST * n / most, 2)) for _, n in found],
                    "line": {"width": 0},
                },
                customdata=[[giver, taker] for giver, _ in found],
                hovertext=[
                    f"{formats.chart_escape(f'{giver} to {taker}')}: <b>{n:,}</b>"
                    for giver, n in found
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
        figure.add_trace(
            go.Scatter(
                x=[index + 0.5] * len(found),
                y=[giver for giver, _ in found],
                mode="text",
                text=[formats.count(n) for _, n in found],
                textfont={"size": 12, "color": INK},
                hoverinfo="skip",
            )
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        tickvals=[index + 0.5 for index in range(len(takers))],
        ticktext=[_broken(taker) for taker in takers],
        range=[0, max(len(takers), 1)], showgrid=False, side="top",
        tickangle=-45 if is_narrow else 0,
    )  # fmt: skip
    figure.update_yaxes(
        autorange="reversed", showgrid=False, categoryorder="array", categoryarray=givers
    )
    said = "; ".join(f"{giver} to {taker} {n}" for (giver, taker), n in there.items())
    return Chart(figure, f"Handoffs from team to team. {said}.")


def _broken(name: str) -> str:
    """A name of two words on two lines, so that names side by side do not meet."""
    return formats.chart_escape(name).replace(" ", "<br>", 1)
