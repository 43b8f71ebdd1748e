"""Plotly figures of running promises; pure. Colour says how much of a promise is used up."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from metrics.live import Clocks
from metrics.palette import AMBER, BLUE, GREY, GRID, INK, MUTED, ON_WARM, RED, tint
from metrics.risk import BANDS
from metrics.risk_figures import BREACHED
from pages.ui import formats, words
from pages.ui.charts import Chart, bars, empty

COLOURS = dict(zip(BANDS, (GREY, tint(AMBER, 0.5), AMBER, RED), strict=True))
ON = dict(zip(BANDS, (INK, INK, ON_WARM, ON_WARM), strict=True))  # text on the colour
SMALL = 0.045  # of the longest bar: below, a number does not fit in its piece
LANES = (0.0, 0.3, -0.3, 0.15, -0.15)  # beside the line of a tier, so that dots part
QUIET_HEIGHT = 140
LETTER, GAP = 6.5, 12  # px of a letter, and between the names of the tiers and the bars
CROWD = 60  # dots of a tier from which they are drawn smaller
QUARTERS = (0, 25, 50, 75, 100)
DOT, GROWTH = 9, 11  # px of a dot with nothing used, and what a full one has more


def bands(frame: pd.DataFrame, tiers: Sequence[str]) -> Chart:
    """Stacked bars of tier, band, n: a piece for each band, its number in it."""
    figure = empty(bands_height(tiers))
    longest = frame.groupby("tier")["n"].sum().max() or 1
    for band in BANDS:
        part = frame[frame["band"] == band]
        said = [str(n) if n >= SMALL * longest else "" for n in part["n"]]
        figure.add_trace(
            go.Bar(
                x=part["n"],
                y=part["tier"],
                orientation="h",
                width=0.66,
                name=band,
                text=said,
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": ON[band], "size": 12},
                marker={"color": COLOURS[band], "line": {"width": 0}},
                customdata=[[tier, band] for tier in part["tier"]],
                hovertemplate="%{y}, %{fullData.name}: <b>%{x}</b><extra></extra>",
            )
        )
    figure.update_layout(barmode="stack", margin_t=34)
    figure.add_annotation(
        x=0, xref="paper", y=1, yref="paper", text=_key(), showarrow=False, xanchor="left",
        yanchor="bottom", xshift=-GAP - LETTER * max(map(len, tiers), default=0), yshift=8,
        font={"size": 12, "color": MUTED},
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[0, longest * 1.02])
    figure.update_yaxes(
        autorange="reversed", showgrid=False, categoryorder="array", categoryarray=list(tiers)
    )
    rows = "; ".join(f"{r.tier} {r.band} {r.n}" for r in frame[frame["n"] > 0].itertuples())
    return Chart(figure, f"Running promises by tier and share used. {rows}.")


def _key() -> str:
    """What each colour means, in one line above the bars."""
    squares = [f'<span style="color:{COLOURS[band]}">■</span> {band}' for band in BANDS]
    return "&#160;&#160; ".join(squares)


def bands_height(tiers: Sequence[str]) -> int:
    """px of the bars; the dots beside them are as tall as both cards on the left."""
    return 64 + 46 * max(len(tiers), 1)


def quiet(frame: pd.DataFrame) -> Chart:
    """Cases by how long nobody touched them: name, value."""
    chart = bars(frame, "count", "Cases without an update")
    chart.figure.update_layout(height=QUIET_HEIGHT)
    chart.figure.update_traces(marker={"color": GREY})
    return chart


def dots(
    rows: pd.DataFrame, tiers: Sequence[str], clocks: Clocks, zone: str, is_narrow: bool
) -> Chart:
    """A dot for each promise at the instant it falls due, in the row of its tier: larger and
    warmer the more is used, a ring when nobody is on it. Paused ones have no instant."""
    figure = empty(bands_height(tiers) + QUIET_HEIGHT + 72)
    place = {tier: index for index, tier in enumerate(tiers)}
    due = rows.sort_values("due_at")
    lane = due.groupby("tier").cumcount() % len(LANES)
    scale = 0.5 if due["tier"].value_counts().max() > CROWD else 1
    colours = [COLOURS[band] for band in due["band"]]
    alone = due["owner"].isna()
    figure.add_trace(
        go.Scatter(
            x=[formats.local(t, zone) for t in due["due_at"]],
            y=[place[t] + LANES[i] for t, i in zip(due["tier"], lane, strict=True)],
            mode="markers",
            marker={
                "opacity": 1,
                "size": scale * (DOT + GROWTH * due["used_share"].fillna(1).clip(0, 1)),
                "color": ["rgba(0,0,0,0)" if a else c for a, c in zip(alone, colours, strict=True)],
                "line": {
                    "width": [2.5 * scale if a else 0 for a in alone],
                    "color": [_ring(band) for band in due["band"]],
                },
            },
            customdata=[[s, c] for s, c in zip(due["source"], due["case_id"], strict=True)],
            hovertext=[_hover(row, zone) for row in due.itertuples()],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    start = formats.local(clocks.at, zone)
    end = formats.local(due["due_at"].max(), zone) if len(due) else start
    room = (end - start) / 25 or pd.Timedelta(hours=1)
    figure.add_vline(x=start, line={"color": MUTED, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=start, y=1, yref="paper", text="now" if clocks.is_live else "data end", showarrow=False,
        xanchor="left", yanchor="top", xshift=4, font={"size": 11, "color": MUTED},
    )  # fmt: skip
    figure.update_xaxes(
        range=[start - room, end + room], type="date", gridcolor=GRID,
        nticks=4 if is_narrow else 7, tickangle=0, zeroline=False,
        tickformatstops=[
            {"dtickrange": [None, 43_200_000], "value": "%H:%M<br>%a %-d %b"},
            {"dtickrange": [43_200_001, None], "value": "%a<br>%-d %b"},
        ],
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(place.values()), ticktext=[formats.chart_escape(tier) for tier in tiers],
        range=[len(tiers) - 0.45, -0.55], gridcolor=GRID, zeroline=False,
    )  # fmt: skip
    return Chart(figure, _dots_alt(due, zone))


def _ring(band: str) -> str:
    """Grey is too pale for a thin line."""
    return {BREACHED: RED, "75-100 %": AMBER, "50-75 %": AMBER}.get(band, MUTED)


def _hover(row: object, zone: str) -> str:
    """What a dot is: case, promise, due, left, by whom."""
    get = row.__getattribute__
    owner = "nobody on it" if formats.is_nothing(get("owner")) else get("owner")
    return (
        f"<b>{formats.chart_escape(get('case_id'))}</b> · {words.promise(get('promise'))}"
        f"<br>due {formats.when(get('due_at'), zone)}"
        f"<br>{formats.clock(get('left_seconds'))} left, {formats.percent(get('used_share'))} used"
        + ("" if formats.is_nothing(get("chance")) else _chance(get("chance")))
        + f"<br>{formats.chart_escape(get('account'))} · {formats.chart_escape(owner)}"
    )


def _chance(chance: float) -> str:
    return f"<br>chance of breach {formats.percent(chance)}"


def calibration(frame: pd.DataFrame) -> Chart:
    """Chances that were told (expected) beside the share breached of them, a dot for each bucket
    of watches; on the line they agree."""
    figure = empty(230)
    told = 100 * frame["expected"].astype(float)
    came = 100 * frame["breached"] / frame["watches"]
    rows = list(zip(told, came, frame["watches"], strict=True))
    figure.add_trace(
        go.Scatter(
            x=[0, 100], y=[0, 100], mode="lines", hoverinfo="skip",
            line={"color": MUTED, "width": 1, "dash": "dot"},
        )
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=told,
            y=came,
            mode="lines+markers",
            line={"color": BLUE, "width": 2},
            marker={"size": 8, "color": BLUE},
            hovertext=[f"told {a:.0f} %, came {b:.0f} %, n {n:,}" for a, b, n in rows],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    for axis, title in ((figure.update_xaxes, "chance told"), (figure.update_yaxes, "breached")):
        names = {"ticktext": [f"{at} %" for at in QUARTERS], "title": {"text": title}}
        axis(range=[-4, 104], tickvals=list(QUARTERS), **names)
    said = "; ".join(f"told {a:.0f} %, came {b:.0f} %" for a, b, _ in rows)
    return Chart(figure, f"Chances told beside what came of them. {said}.")


def _dots_alt(due: pd.DataFrame, zone: str) -> str:
    if due.empty:
        return "When promises fall due: none."
    first = due.iloc[0]
    when = formats.when(first["due_at"], zone)
    return f"When {len(due)} promises fall due; the first is {first['case_id']}, {when}."
