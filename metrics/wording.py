"""Figures and instants in words: values, counts and changes in the unit that a metric declares,
lengths, and moments in the reporting zone. Pure.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from metrics.metric import Metric
from metrics.unit import NOTHING, THIN_SPACE, say, say_change, say_total

MINUTE, HOUR = 60, 3600


def is_nothing(value: object) -> bool:
    """True for None, NaN, NaT and pandas' NA."""
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def value(number: float | None, unit: str, decimals: int | None = None) -> str:
    """A figure in words, in the unit and with the decimals its metric declares."""
    return say(None if is_nothing(number) else number, unit, decimals)


def total(number: float | None, unit: str) -> str:
    """A sum in words: time in the metric's own unit, `2,111 h`."""
    return say_total(None if is_nothing(number) else number, unit)


def figure(metric: Metric, number: float | None, aggregation: str | None = None) -> str:
    """A figure of a metric in words: a sum of time in its own unit, with its own decimals."""
    unit = metric.unit_of(aggregation)
    if (aggregation or metric.aggregation) == "sum":
        return total(number, unit)
    return value(number, unit, metric.decimals if unit == metric.unit else None)


def difference(metric: Metric, number: float) -> str:
    """A difference of two figures of a metric with its sign: `-4.1 pp`, `+0.05`, `+516 h`."""
    sign = "-" if number < 0 else "+"
    return sign + figure(metric, abs(number)).replace("%", "pp")


def count(number: float | None) -> str:
    """`1,234`."""
    return value(number, "count")


def change(
    now: float | None,
    before: float | None,
    unit: str,
    decimals: int | None = None,
    is_total: bool = False,
) -> str | None:
    """`-0.8 pp`, `+12 min`, `+3`; `no change` when equal, None when nothing can be compared."""
    if now is None or before is None or is_nothing(now) or is_nothing(before):
        return None
    if is_total:
        said = ("-" if now < before else "+") + total(abs(now - before), unit)
    else:
        said = say_change(now - before, unit, decimals)
    return said if any(digit in said for digit in "123456789") else "no change"


def percent(share: float | None) -> str:
    """`96 %`; a share that is not quite 1 never reads 100 %."""
    if share is None or is_nothing(share):
        return NOTHING
    shown = min(round(100 * share), 99) if share < 1 else 100
    return f"{shown}{THIN_SPACE}%"


def counted(number: float, one: str) -> str:
    """`1 case`, `14 cases`, `2 breaches`."""
    many = f"{one}es" if one.endswith("ch") else f"{one}s"
    return f"{count(number)} {one if number == 1 else many}"


def typical(p90: float | None, unit: str, n: int, what: str = "median") -> str:
    """What stands under a median: `median · p90 14.6 h · n 94`."""
    if not n:
        return "nothing counted"
    return f"{what} · p90 {value(p90, unit)} · n {count(n)}"


def clock(seconds: float | None) -> str:
    """Time on a contract clock: `45 s`, `5 min`, `2 h 05 min`, `62 h`. Never days: a working
    day has fewer hours than a day."""
    if seconds is None or is_nothing(seconds):
        return NOTHING
    sign, size = ("−" if seconds < 0 else ""), int(abs(seconds))
    if size < MINUTE:
        return f"{sign}{size} s" if size else "0"
    hours, minutes = size // HOUR, size % HOUR // MINUTE
    if not hours:
        return f"{sign}{minutes} min"
    return (
        f"{sign}{hours:,} h {minutes:02d} min" if minutes and hours < 100 else f"{sign}{hours:,} h"
    )


def span(seconds: float) -> str:
    """How long ago, to one unit: `5 min`, `3 h`, `6 days`."""
    for size, one, many in ((86400, "day", "days"), (HOUR, "h", "h"), (MINUTE, "min", "min")):
        if seconds >= size:
            whole = int(seconds // size)
            return f"{whole} {one if whole == 1 else many}"
    return "a moment"


def local(instant: datetime | pd.Timestamp, zone: str) -> datetime:
    """A naive UTC instant on the wall clock of the reporting zone (naive again)."""
    moment = pd.Timestamp(instant).tz_localize("UTC").tz_convert(ZoneInfo(zone))
    return moment.tz_localize(None).to_pydatetime()


def when(instant: datetime | pd.Timestamp | None, zone: str, year: bool = False) -> str:
    """`Tue 10 Nov 09:26` in the reporting zone."""
    if instant is None or is_nothing(instant):
        return NOTHING
    moment = local(instant, zone)
    return f"{moment:%a} {moment.day} {moment:{'%b %Y' if year else '%b'} %H:%M}"


def stamp(instant: datetime | pd.Timestamp, zone: str) -> str:
    """`10 Nov 09:26`: for narrow columns."""
    moment = local(instant, zone)
    return f"{moment.day} {moment:%b %H:%M}"


def days(start: datetime, end: datetime, zone: str) -> str:
    """`9–15 Nov` or `28 Sep–4 Oct` for a half-open period."""
    first, last = local(start, zone), local(end - pd.Timedelta(seconds=1), zone)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%b}"
    return f"{first.day} {first:%b}–{last.day} {last:%b}"
