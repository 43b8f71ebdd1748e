"""The clock in plain loops over open intervals, and a wall-clock reader; slow on purpose."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.policy import Calendar
from metrics.policy.expansion import Interval
from metrics.policy.hours import DAY, DAYS, Hours


def elapsed(running: Sequence[Interval], start: datetime, end: datetime) -> int:
    """Seconds of [start, end) inside the running intervals; 0 when the end is not later."""
    overlaps = (min(until, end) - max(from_at, start) for from_at, until in running)
    return sum(max(0, int(overlap.total_seconds())) for overlap in overlaps)


def due(running: Sequence[Interval], start: datetime, target: int) -> datetime | None:
    """The least t with elapsed >= target, the next running instant for 0, null if never."""
    left = timedelta(seconds=target)
    for from_at, until in running:
        begins = max(from_at, start)
        if begins < until and until - begins >= left:
            return begins + left
        left -= max(until - begins, timedelta())
    return None


def without(intervals: Sequence[Interval], pauses: Sequence[Interval]) -> list[Interval]:
    """The intervals without the pauses, which may overlap each other."""
    edges = sorted({at for pair in (*intervals, *pauses) for at in pair})
    kept = []
    for from_at, until in itertools.pairwise(edges):
        inside = any(a <= from_at < b for a, b in intervals)
        if inside and not any(a <= from_at < b for a, b in pauses):
            kept.append((from_at, until))
    return kept


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether a naive-UTC instant is open, read off the wall clock of its zone."""
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(calendar.zone))
    day, second = local.date(), local.hour * 3600 + local.minute * 60 + local.second
    if calendar.always_open:
        return True
    if calendar.holidays.closes(day) or _in_break(calendar, day, second):
        return False
    return any(low <= clock < high for low, high, clock in _candidates(calendar, day, second))


def _candidates(calendar: Calendar, day: date, second: int) -> Iterator[tuple[int, int, int]]:
    """(open, close, reading of the clock) of every range that might cover the second."""
    before = day - timedelta(days=1)
    own = calendar.overrides.get(day)
    for hours in calendar.weekly.get(DAYS[day.weekday()], ()) if own is None else own:
        yield (*hours, second)
    for hours in calendar.overrides.get(before, ()):
        yield (*hours, second + DAY)
    if own is None:
        for hours in calendar.weekly.get(DAYS[before.weekday()], ()):
            yield (*hours, second + DAY)


def _in_break(calendar: Calendar, day: date, second: int) -> bool:
    before = day - timedelta(days=1)
    now: tuple[Hours, ...] = (*calendar.breaks.daily, *calendar.breaks.dated.get(day, ()))
    late: tuple[Hours, ...] = (*calendar.breaks.daily, *calendar.breaks.dated.get(before, ()))
    hit = any(low <= second < high for low, high in now)
    return hit or any(low <= second + DAY < high for low, high in late)
