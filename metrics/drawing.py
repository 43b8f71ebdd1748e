"""What charts of a page and of a brief have in common: scales, ticks, small lines, and the
sentences that stand for a chart. Pure.
"""

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from metrics.palette import SPARK
from metrics.statistics import SIGNAL
from metrics.unit import UNITS
from metrics.wording import value as say

SPARK_WIDTH, SPARK_HEIGHT, PAD = 160, 40, 4
Point = tuple[float, float] | None


def scale(values: pd.Series, unit: str) -> tuple[float, str]:
    """What to divide by and the suffix of the axis: durations take the unit that fits."""
    length = UNITS[unit].seconds
    if length is None:
        return {"share": (0.01, " %"), "percent": (1, " %")}.get(unit, (1, ""))
    typical = float(values.median()) * length if values.notna().any() else 0
    steps = ((90, 1, " s"), (90 * 60, 60, " min"), (48 * 3600, 3600, " h"))
    for limit, size, suffix in steps:
        if typical < limit:
            return size / length, suffix
    return 86_400 / length, " d"


def months(starts: pd.Series) -> list[tuple[pd.Timestamp, str, str]]:
    """Every month that begins among the weeks: its start, its name, and the year under the first
    one and under January."""
    found = pd.date_range(starts.iloc[0], starts.iloc[-1], freq="MS", normalize=True)
    return [
        (at, f"{at:%b}", f"{at:%Y}" if place == 0 or at.month == 1 else "")
        for place, at in enumerate(found)
    ]


def span(
    y: pd.Series, band: tuple[float, float, float] | None, size: float, unit: str
) -> tuple[float, float] | None:
    """The range of the axis: points and band with room for the label of the last point; a share
    ends just above the whole."""
    edges = [float(v) for v in y.dropna()] + [edge / size for edge in band or ()]
    if not edges:
        return None
    low, high = min(edges), max(edges)
    room = 0.14 * ((high - low) or abs(high) or 1)
    low = max(low - room, 0) if low - room < 0 <= low else low - room
    whole = 1 / size if unit == "share" and high <= 1 / size else math.inf
    return low, min(high + room, whole + 0.02 * (whole - low))


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers within a range, in steps of 1, 2 or 5 times a power of ten: at most `most`."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [round(place * step, 9) for place in range(first, last + 1)]


def control_alt(
    weeks: pd.DataFrame,
    unit: str,
    label: str,
    band: tuple[float, float, float] | None,
    marks: Sequence[str],
    decimals: int | None = None,
) -> str:
    """`SLA adherence, 26 weeks: last 97.5 %, normal range 90 % to 100 %, 0 signals.`"""
    last = weeks.iloc[-1]
    said = f"{label}, {len(weeks)} weeks: last {say(last['value'], unit, decimals)}"
    if band:
        low, high = (say(end, unit, decimals) for end in band[1:])
        said += f", normal range {low} to {high}, {list(marks).count(SIGNAL)} signals"
    return said + "."


def bars_alt(label: str, names: Iterable[str], said: Iterable[str]) -> str:
    """`Hours past promise. Data migration 61 h; Login 44 h.`"""
    rows = "; ".join(f"{name} {text}" for name, text in zip(names, said, strict=True))
    return f"{label}. {rows}."


def spark(values: Sequence[float | None], colour: str) -> str:
    """A small line as SVG; gaps where nothing was counted, a dot of `colour` on the last point.
    Empty with fewer than two points."""
    known = [v for v in values if v is not None]
    if len(known) < 2:
        return ""
    low, reach = min(known), (max(known) - min(known)) or 1
    step = (SPARK_WIDTH - 2 * PAD) / (len(values) - 1)
    drop = (SPARK_HEIGHT - 2 * PAD) / reach
    points: list[Point] = [
        None if v is None else (PAD + i * step, SPARK_HEIGHT - PAD - (v - low) * drop)
        for i, v in enumerate(values)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"'
        f' preserveAspectRatio="none"><path d="{line(points)}" fill="none" stroke="{SPARK}"'
        f' stroke-width="1.7" stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'
        f"{_dot(points[-1], colour)}</svg>"
    )


def line(points: Iterable[Point]) -> str:
    """The path of a line through the points; it stops where there is none."""
    parts, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return "".join(parts)


def _dot(point: Point, colour: str) -> str:
    """A line of no length with round ends is a dot that stays round however wide the tile is."""
    if point is None:
        return ""
    x, y = point
    return (
        f'<path d="M{x:.1f} {y:.1f}h0.01" stroke="{colour}" stroke-width="6"'
        f' stroke-linecap="round" vector-effect="non-scaling-stroke"/>'
    )
