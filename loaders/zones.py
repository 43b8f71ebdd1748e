"""Wall clock to UTC in SQL, one breakpoint per clock change; it never asks DuckDB for a zone.

DuckDB reads an ambiguous local time as its last occurrence, Python as its first: the
transitions come from `zoneinfo`, so that both sides agree to the second.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from metrics.errors import Ask, did_you_mean
from metrics.policy.calendar import zone_names

FIRST_YEAR, LAST_YEAR = 1970, 2100  # outside this an instant is a typing error, not a date


def time_zone(name: str) -> str:
    """`name` if it is an IANA zone.

    Raises `Ask` with the nearest zone when it is not.
    """
    if name in zone_names():
        return name
    raise Ask(
        f'"{name}" is no time zone',
        where="--time-zone",
        nearest=did_you_mean(name, zone_names()),
        next_step="Give an IANA name such as --time-zone Europe/Berlin, or UTC.",
    )


def local_to_utc(wall: str, zone: str, first_year: int, last_year: int) -> str:
    """SQL that turns the naive local timestamp `wall` into naive UTC.

    An ambiguous wall time is its first pass; one inside a gap is read with the offset before
    the gap (Python's fold 0).
    """
    steps = breakpoints(zone, max(FIRST_YEAR, first_year), min(LAST_YEAR, last_year))
    offsets = {offset for _, offset in steps}
    if offsets == {0}:
        return wall
    if len(offsets) == 1:
        return _minus(wall, offsets.pop())
    whens = " ".join(
        f"when {wall} < timestamp '{until:%Y-%m-%d %H:%M:%S}' then {offset}"
        for until, offset in steps
        if until is not None
    )
    return f"({wall} - to_seconds(case {whens} else {steps[-1][1]} end))"


@cache
def breakpoints(
    zone: str, first_year: int, last_year: int
) -> tuple[tuple[datetime | None, int], ...]:
    """(wall clock until which the offset holds, offset in seconds), in order; the last is open.

    Two years of margin are kept, since a wall clock can lie a day off its UTC year.
    """
    info = ZoneInfo(zone)
    day = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(days=2)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC) + timedelta(days=2)
    steps: list[tuple[datetime | None, int]] = []
    while day < end:
        following = day + timedelta(days=1)
        before, after = _offset(info, day), _offset(info, following)
        if before != after:
            change = _change(info, day, following)
            until = change + timedelta(seconds=max(before, after))
            steps.append((until.replace(tzinfo=None), before))
        day = following
    return (*steps, (None, _offset(info, end)))


def _change(info: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second with the offset of `high`; there is one change between them."""
    before = _offset(info, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(info, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(info: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(info).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _minus(wall: str, seconds: int) -> str:
    return f"({wall} - to_seconds({seconds}))"
