"""How values read on screen: durations, shares, counts, instants in the reporting zone. Pure."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from metrics.statistics import FEWEST_DECIDED
from metrics.unit import NOTHING as NOTHING
from metrics.unit import THIN_SPACE
from metrics.wording import change as change
from metrics.wording import count as count
from metrics.wording import is_nothing as is_nothing
from metrics.wording import total as total
from metrics.wording import value as value

MINUTE, HOUR = 60, 3600
MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:&])")


def md_escape(text: object) -> str:
    """`text` from data so that markdown shows it as it is: no image, link, colour or math."""
    flat = " ".join(str(text).split())
    return MARKUP.sub(r"\\\1", flat)


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


def in_unit(number: float | None, unit: str) -> str:
    """A value in its own unit however large, so that bars of one chart compare: `161 h`."""
    return total(number, unit)


def percent(share: float | None) -> str:
    """`96 %`; a share that is not quite 1 never reads 100 %."""
    if share is None or is_nothing(share):
        return NOTHING
    shown = min(round(100 * share), 99) if share < 1 else 100
    return f"{shown}{THIN_SPACE}%"


def share_of(share: float, hits: float, n: float) -> str:
    """`95 % (80 of 84)`; under five the counts alone."""
    counts = f"{count(hits)} of {count(n)}"
    return counts if n < FEWEST_DECIDED else f"{percent(share)} ({counts})"


def counted(number: float, one: str) -> str:
    """`1 case`, `14 cases`, `2 breaches`."""
    many = f"{one}es" if one.endswith("ch") else f"{one}s"
    return f"{count(number)} {one if number == 1 else many}"


def local(instant: datetime | pd.Timestamp, zone: str) -> datetime:
    """A naive UTC instant on the wall clock of the reporting zone (naive again)."""
    moment = pd.Timestamp(instant).tz_localize("UTC").tz_convert(ZoneInfo(zone))
    return moment.tz_localize(None).to_pydatetime()


def local_starts(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The frame with `start_at` on the wall clock of the reporting zone."""
    return frame.assign(start_at=[local(at, zone) for at in frame["start_at"]])


def when(instant: datetime | pd.Timestamp | None, zone: str, year: bool = False) -> str:
    """`Tue 10 Nov 09:26` in the reporting zone."""
    if instant is None or is_nothing(instant):
        return NOTHING
    moment = local(instant, zone)
    return f"{moment:%a} {moment.day} {moment:{'%b %Y' if year else '%b'} %H:%M}"


def moment(text: object, zone: str) -> str:
    """An ISO instant as `Tue 10 Nov 2026 09:26` in the reporting zone."""
    if is_nothing(text):
        return NOTHING
    at = pd.Timestamp(str(text))
    return when(at.tz_convert("UTC").tz_localize(None) if at.tzinfo else at, zone, year=True)


def span(seconds: float) -> str:
    """How long ago, to one unit: `5 min`, `3 h`, `6 days`."""
    for size, one, many in ((86400, "day", "days"), (HOUR, "h", "h"), (MINUTE, "min", "min")):
        if seconds >= size:
            whole = int(seconds // size)
            return f"{whole} {one if whole == 1 else many}"
    return "a moment"


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
