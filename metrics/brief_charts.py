"""The charts of the brief as SVG: the control chart and the bars. Drawn from a board; no script.

Colours are classes, so that one drawing serves the page of the browser on both grounds and the
page of paper: `style` says what each class is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as tree

import pandas as pd

from metrics import drawing, wording
from metrics.catalog import catalog
from metrics.statistics import SIGNAL
from metrics.week_board import WeekBoard, is_other

WIDE, HIGH = 440, 236  # of the control chart, in units of 1/11 of its letters
LEFT, RIGHT, TOP, BOTTOM = 40, 66, 8, 32
BAR, GAP, NAMES, VALUES = 20, 9, 140, 56  # of the bars: height, space, room for words
LONGEST = 24  # letters of a name that fit into its room
STYLE = """
.chart text {{ font-size: 11px; fill: {muted}; }}
.chart .strong {{ font-size: 12px; font-weight: 600; fill: {blue_text}; }}
.chart .signal {{ fill: {red_text}; }}
.chart .aim {{ fill: {teal_text}; }}
.chart .word {{ fill: {ink}; }}
.chart .band {{ fill: {band}; }}
.chart .grid {{ stroke: {grid}; }}
.chart .centre {{ stroke: {muted}; stroke-dasharray: 1 3; }}
.chart .objective {{ stroke: {teal}; stroke-width: 1.2; stroke-dasharray: 5 4; }}
.chart .line {{ stroke: {blue}; stroke-width: 2; stroke-linejoin: round; fill: none; }}
.chart .point, .chart .bar {{ fill: {blue}; }}
.chart .out {{ fill: {red}; }}
.chart .rest {{ fill: {grey}; }}
"""


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, and the sentence for those who cannot see it."""

    svg: str
    alt: str


def style(colours: Mapping[str, str]) -> str:
    """The style sheet of the charts in these colours, by name."""
    return STYLE.format_map(colours)


def control(board: WeekBoard, zone: str) -> Picture | None:
    """The process behaviour chart of the figure that moved most; None where it has no point."""
    lead = board.lead
    if lead.drawn["value"].notna().sum() == 0:
        return None
    starts = pd.Series([pd.Timestamp(wording.local(at, zone)) for at in lead.weeks["start_at"]])
    weeks = lead.drawn.assign(start_at=starts.to_numpy())
    size, suffix = drawing.scale(weeks["value"], lead.unit)
    svg = _svg(WIDE, HIGH)
    reach = drawing.span(weeks["value"] / size, lead.band, size, lead.unit)
    plot = _Plot(weeks, size, reach or (0.0, 1.0))
    _ground(svg, plot, lead.band, suffix)
    if board.objective is not None:
        _objective(svg, plot, board.objective, suffix)
    _series(svg, plot, lead.marks, wording.value(lead.value, lead.unit, lead.decimals))
    told = (weeks, lead.unit, board.lead_title, lead.band, lead.marks, lead.decimals)
    return Picture(tree.tostring(svg, encoding="unicode"), drawing.control_alt(*told))


def bars(board: WeekBoard) -> Picture | None:
    """Hours past promise by category, the longest first, the rest grey; None without any."""
    frame, metric = board.blockers, catalog().metric("breach_hours")
    if frame.empty:
        return None
    said = [wording.total(value, metric.unit) for value in frame["value"]]
    svg = _svg(WIDE, len(frame) * (BAR + GAP))
    most = float(frame["value"].max())
    for place, (name, value, text) in enumerate(
        zip(frame["name"], frame["value"], said, strict=True)
    ):
        y, long = place * (BAR + GAP), (WIDE - NAMES - VALUES) * float(value) / most
        middle = y + BAR / 2 + 4
        _text(svg, NAMES - 7, middle, _short(name), "word", "end")
        kind = "rest" if is_other(name) else "bar"
        _shape(svg, "rect", kind, x=NAMES, y=y, width=max(long, 1), height=BAR, rx=2)
        _text(svg, NAMES + long + 6, middle, text, "word")
    return Picture(
        tree.tostring(svg, encoding="unicode"), drawing.bars_alt(metric.title, frame["name"], said)
    )


@dataclass(frozen=True)
class _Plot:
    """Where a week and a value lie. Values are divided by `size` before they are drawn."""

    weeks: pd.DataFrame
    size: float
    reach: tuple[float, float]

    def x(self, at: pd.Timestamp) -> float:
        starts = self.weeks["start_at"]
        whole = (starts.iloc[-1] - starts.iloc[0]).total_seconds() or 1.0
        return LEFT + (WIDE - LEFT - RIGHT) * (at - starts.iloc[0]).total_seconds() / whole

    def y(self, value: float) -> float:
        low, high = self.reach
        return TOP + (HIGH - TOP - BOTTOM) * (high - value) / (high - low)

    @property
    def points(self) -> list[tuple[float, float] | None]:
        pairs = zip(self.weeks["start_at"], self.weeks["value"], strict=True)
        return [None if pd.isna(v) else (self.x(at), self.y(v / self.size)) for at, v in pairs]


def _ground(
    svg: tree.Element, plot: _Plot, band: tuple[float, float, float] | None, suffix: str
) -> None:
    """Band and centre, lines at round values, a tick at every month."""
    right = WIDE - RIGHT + 8
    if band:
        centre, lower, upper = (plot.y(edge / plot.size) for edge in band)
        _shape(svg, "rect", "band", x=LEFT, y=upper, width=right - LEFT, height=lower - upper)
        _shape(svg, "line", "centre", x1=LEFT, x2=right, y1=centre, y2=centre)
    for value in drawing.ticks(*plot.reach):
        _shape(svg, "line", "grid", x1=LEFT, x2=right, y1=plot.y(value), y2=plot.y(value))
        _text(svg, LEFT - 6, plot.y(value) + 4, f"{value:g}{suffix}", "", "end")
    for at, month, year in drawing.months(plot.weeks["start_at"]):
        _text(svg, plot.x(at), HIGH - BOTTOM + 16, month, "", "middle")
        _text(svg, plot.x(at), HIGH - BOTTOM + 29, year, "", "middle")


def _objective(svg: tree.Element, plot: _Plot, objective: float, suffix: str) -> None:
    value = objective / plot.size
    y = plot.y(value)
    if TOP <= y <= HIGH - BOTTOM:
        _shape(svg, "line", "objective", x1=LEFT, x2=WIDE - RIGHT + 8, y1=y, y2=y)
        _text(svg, LEFT + 4, y + 13, f"objective {value:.3g}{suffix}", "aim")


def _series(svg: tree.Element, plot: _Plot, marks: list[str], said: str) -> None:
    """The weeks; signals are red and larger, and the last one says its value."""
    points, last = plot.points, len(marks) - 1
    _shape(svg, "path", "line", d=drawing.line(points))
    for place, (point, mark) in enumerate(zip(points, marks, strict=True)):
        if point is None:
            continue
        is_signal = mark == SIGNAL
        radius = 2.8 if not is_signal else 5.5 if place == last else 4
        kind = "out" if is_signal else "point"
        _shape(svg, "circle", kind, cx=point[0], cy=point[1], r=radius)
    if points[last] is not None:
        x, y = points[last] or (0.0, 0.0)
        kind = "strong signal" if marks[last] == SIGNAL else "strong"
        _text(svg, x + 10, y + 4, said, kind)
        if marks[last] == SIGNAL:
            _text(svg, x + 10, y + 17, SIGNAL, "signal")


def _svg(width: float, height: float) -> tree.Element:
    size = {"viewBox": f"0 0 {width} {height}", "class": "chart"}
    return tree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})


def _shape(svg: tree.Element, name: str, kind: str, **at: float | str) -> None:
    said = {key: each if isinstance(each, str) else f"{each:.1f}" for key, each in at.items()}
    tree.SubElement(svg, name, {"class": kind, **said})


def _text(
    svg: tree.Element, x: float, y: float, text: str, kind: str, anchor: str = "start"
) -> None:
    if text:
        at = {"class": kind, "x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}
        tree.SubElement(svg, "text", at).text = text


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
