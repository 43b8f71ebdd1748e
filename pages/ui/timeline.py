"""The chart of one case: its clocks as bars above, what happened to it below. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import plotly.graph_objects as go

from metrics.palette import BLUE, GREY, GRID, MUTED, RED, RED_TEXT, TEAL
from pages.ui.charts import Chart, empty
from pages.ui.formats import chart_escape

# Blue is undecided; what was never decided, or cannot be, is grey.
RUNNING = {
    "met": TEAL,
    "breached": TEAL,
    "unknown": GREY,
    "cancelled": GREY,
    "not_applicable": GREY,
}
RAN, STOOD = 0.34, 0.2  # height of a bar: a clock that stands still is thinner, not only grey
LATER = 0.35  # of the length of the clocks: later events are told in words
LANES = 3  # lines of labels under the axis; what fits on none is said on hover only
LETTER = 6.6  # px of a letter at 11 px, on average
STATE_LETTER = 7.4  # px of a letter of the words behind the bars
WIDTH, NARROW = 780, 230  # px of the plot beside the sidebar at 1280 px, and on a phone


@dataclass(frozen=True)
class Stretch:
    """A bar: from, to, whether the clock ran, and what the hover says."""

    start: datetime
    end: datetime
    is_running: bool
    hover: str


@dataclass(frozen=True)
class Clock:
    """One promise: its stretches, the instant it was breached, how it stands, in words."""

    name: str
    stretches: Sequence[Stretch]
    breached: datetime | None
    state: str
    says: str


@dataclass(frozen=True)
class Happening:
    """One dot: when, what it is called, what the hover says."""

    at: datetime
    name: str
    hover: str


def timeline(
    clocks: Sequence[Clock], happenings: Sequence[Happening], is_narrow: bool = False
) -> Chart:
    """Contract clocks above, events below, on one axis of time (reporting zone)."""
    rows = [clock.name for clock in clocks]
    figure = empty(150 + 46 * len(rows))
    start, end = _span(clocks, happenings)
    width = NARROW if is_narrow else WIDTH
    wide = _wide(clocks, width)
    _events(figure, happenings, start, end, LETTER / width, wide)
    figure.update_layout(barmode="overlay", bargap=0)
    room = (end - start) * (wide - 1.0)
    figure.update_xaxes(range=[start - (end - start) * 0.02, end + room], gridcolor=GRID,
                        nticks=4 if is_narrow else 8, tickangle=0,
                        type="date", tickformatstops=_ticks())  # fmt: skip
    figure.update_yaxes(
        range=[-1.8, len(rows) - 0.4],
        tickvals=[*range(len(rows)), -0.7],
        ticktext=[*reversed(rows), "events"],
        showgrid=False,
        zeroline=False,
    )
    for index, clock in enumerate(reversed(clocks)):
        _place(figure, clock, index)
    said = "; ".join(f"{clock.name}: {clock.says}" for clock in clocks)
    return Chart(figure, f"Timeline and clocks. {said}. {len(happenings)} events.")


def _wide(clocks: Sequence[Clock], width: int) -> float:
    """How many times as long as the case the axis is, for the words behind the bars: at most half
    of it is theirs."""
    words = STATE_LETTER * max((len(clock.says) for clock in clocks), default=0)
    return 1 / (1 - min((words + 10) / width, 0.5))


def shown_and_later(
    clocks: Sequence[Clock], happenings: Sequence[Happening]
) -> tuple[list[Happening], list[Happening]]:
    """Events to draw, and those so long after the last clock (an automatic close, days later)
    that drawing them would squeeze the clocks."""
    ends = [s.end for clock in clocks for s in clock.stretches]
    if not ends:
        return list(happenings), []
    first = min([s.start for clock in clocks for s in clock.stretches])
    edge = max(ends) + max(LATER * (max(ends) - first), timedelta(hours=1))
    return [h for h in happenings if h.at <= edge], [h for h in happenings if h.at > edge]


def _place(figure: go.Figure, clock: Clock, row: int) -> None:
    """Bars of one clock on its row, and its state in words behind the last."""
    parts = _split(clock)
    if not parts:
        return
    figure.add_trace(
        go.Bar(
            x=[(s.end - s.start).total_seconds() * 1000 for s, _, _ in parts],
            base=[s.start for s, _, _ in parts],
            y=[row] * len(parts),
            width=[height for _, _, height in parts],
            orientation="h",
            marker={"color": [colour for _, colour, _ in parts], "line": {"width": 0}},
            hovertext=[s.hover for s, _, _ in parts],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    figure.add_annotation(
        x=max(s.end for s in clock.stretches), y=row, text=clock.says, showarrow=False,
        xanchor="left", xshift=6, font={"size": 12, "color": RED_TEXT if clock.breached else MUTED},
    )  # fmt: skip


def _split(clock: Clock) -> list[tuple[Stretch, str, float]]:
    """(stretch, colour, height): what ran after the breach is red."""
    parts: list[tuple[Stretch, str, float]] = []
    ran = TEAL if clock.breached else RUNNING.get(clock.state, BLUE)
    for s in clock.stretches:
        if not s.is_running:
            parts.append((s, GREY, STOOD))
        elif clock.breached is None or s.end <= clock.breached:
            parts.append((s, ran, RAN))
        elif s.start >= clock.breached:
            parts.append((s, RED, RAN))
        else:
            parts.append((Stretch(s.start, clock.breached, True, s.hover), ran, RAN))
            parts.append((Stretch(clock.breached, s.end, True, s.hover), RED, RAN))
    return parts


def _events(
    figure: go.Figure,
    happenings: Sequence[Happening],
    start: datetime,
    end: datetime,
    letter: float,
    wide: float,
) -> None:
    figure.add_trace(
        go.Scatter(
            x=[h.at for h in happenings],
            y=[-0.7] * len(happenings),
            mode="markers",
            marker={"size": 8, "color": MUTED},
            text=[h.hover for h in happenings],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    for happening, lane, is_late in _lanes(happenings, start, end, letter, wide):
        figure.add_annotation(
            x=happening.at, y=-0.7, text=chart_escape(happening.name), showarrow=False,
            xanchor="right" if is_late else "left", yanchor="top", xshift=4 if is_late else -4,
            yshift=-8 - 14 * lane, font={"size": 11, "color": MUTED},
        )  # fmt: skip


def _lanes(
    happenings: Sequence[Happening], start: datetime, end: datetime, letter: float, wide: float
) -> list[tuple[Happening, int, bool]]:
    """Each label on the first lane where it does not run into the one before; else none.
    Near the right edge it stands before its dot (True)."""
    whole = max((end - start).total_seconds(), 1) * wide
    free = [-1.0] * LANES
    placed = []
    for happening in happenings:
        x = (happening.at - start).total_seconds() / whole
        length = letter * (len(happening.name) + 2)
        is_late = x + length > 1
        left = x - length if is_late else x
        lane = next((i for i in range(LANES) if free[i] <= left), None)
        if lane is not None:
            free[lane] = left + length + 2 * letter
            placed.append((happening, lane, is_late))
    return placed


def _span(clocks: Sequence[Clock], happenings: Sequence[Happening]) -> tuple[datetime, datetime]:
    starts = [s.start for clock in clocks for s in clock.stretches] + [h.at for h in happenings]
    ends = [s.end for clock in clocks for s in clock.stretches] + [h.at for h in happenings]
    if not starts:
        return datetime(2000, 1, 1), datetime(2000, 1, 2)
    start, end = min(starts), max(ends)
    return start, max(end, start + timedelta(minutes=10))


def _ticks() -> list[dict[str, object]]:
    hour, day = 3_600_000, 86_400_000
    return [
        {"dtickrange": [None, hour], "value": "%H:%M\n%a %-d %b"},
        {"dtickrange": [hour, day - 1], "value": "%H:%M\n%a %-d %b"},
        {"dtickrange": [day, None], "value": "%-d %b\n%Y"},
    ]
