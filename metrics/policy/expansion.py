"""A calendar as instants: open intervals, day rows, block rows. Pure Python, never half in SQL."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from metrics.policy.calendar import Calendar
from metrics.policy.hours import DAY

Interval = tuple[datetime, datetime]
DayRow = tuple[date, datetime, datetime, bool, int]
BlockRow = tuple[int, int, int, datetime]
_STEP = 6 * 3600  # no zone has changed its offset and changed it back within six hours
_EPOCH = datetime(1970, 1, 1)


def open_intervals(calendar: Calendar, first: date, last: date) -> list[Interval]:
    """The open instants of the UTC days `first`..`last` as merged half-open naive-UTC intervals.

    An instant is open iff its local wall time is in the open hours of its local date: a range
    that begins in a gap begins when the gap ends, and an hour that a fold repeats is open
    on both passes. Source: sla_semantics section 3, "boundary inside gap/fold".
    """
    start, end = _epoch(_midnight(first)), _epoch(_midnight(last) + timedelta(days=1))
    if calendar.always_open:
        return [(_instant(start), _instant(end))] if start < end else []
    merged: list[tuple[int, int]] = []
    for piece in _pieces(calendar, start, end):
        if merged and piece[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(piece[1], merged[-1][1]))
        else:
            merged.append(piece)
    return [(_instant(a), _instant(b)) for a, b in merged]


def day_rows(intervals: Sequence[Interval], first: date, last: date) -> list[DayRow]:
    """(utc_day, from_at, until_at, is_open, open_seconds_before), covering every second.

    Rows are cut at UTC midnight; open_seconds_before counts from the first day's midnight.
    """
    rows: list[DayRow] = []
    before = 0
    for from_at, until_at, is_open in _alternating(intervals, first, last):
        for start, end in _by_utc_day(from_at, until_at):
            rows.append((start.date(), start, end, is_open, before))
            before += _seconds(start, end) if is_open else 0
    return rows


def block_rows(intervals: Sequence[Interval]) -> list[BlockRow]:
    """(block, open_from, open_until, starts_at): the open time cut every 86,400 open seconds.

    The N-th open second ends at starts_at + (N - open_from) in the row whose block is
    (N - 1) // 86,400 and for which open_from < N <= open_until.
    """
    rows: list[BlockRow] = []
    before = 0
    for start, end in intervals:
        done = before + _seconds(start, end)
        while before < done:
            until = min(done, (before // DAY + 1) * DAY)
            rows.append((before // DAY, before, until, start))
            start += timedelta(seconds=until - before)
            before = until
    return rows


def _pieces(calendar: Calendar, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Open pieces in epoch seconds, in order; touching ones are not joined yet."""
    for from_at, until_at, offset in _stretches(ZoneInfo(calendar.zone), start, end):
        local, local_end = from_at + offset, until_at + offset
        for day_number in range(local // DAY, (local_end - 1) // DAY + 1):
            midnight = day_number * DAY
            day = date.fromordinal(_EPOCH.toordinal() + day_number)
            for opens, closes in calendar.open_on(day):
                a, b = max(local, midnight + opens), min(local_end, midnight + closes)
                if a < b:
                    yield a - offset, b - offset


def _stretches(zone: ZoneInfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(from, until, UTC offset) of the stretches in which the zone keeps one offset."""
    from_at, offset, at = start, _offset(zone, start), start
    while at < end:
        step = min(at + _STEP, end)
        if _offset(zone, step) != offset:
            change = _change(zone, at, step, offset)
            yield from_at, change, offset
            from_at, offset, step = change, _offset(zone, change), change
        at = step
    if from_at < end:
        yield from_at, end, offset


def _change(zone: ZoneInfo, low: int, high: int, offset: int) -> int:
    """The first second in (low, high] at which the offset is another one."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
    return high


def _offset(zone: ZoneInfo, at: int) -> int:
    local = datetime.fromtimestamp(at, UTC).astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return offset.days * DAY + offset.seconds


def _alternating(
    intervals: Sequence[Interval], first: date, last: date
) -> Iterator[tuple[datetime, datetime, bool]]:
    at, end = _midnight(first), _midnight(last) + timedelta(days=1)
    for start, stop in intervals:
        if at < start:
            yield at, start, False
        yield start, stop, True
        at = stop
    if at < end:
        yield at, end, False


def _by_utc_day(start: datetime, end: datetime) -> Iterator[Interval]:
    while start < end:
        midnight = _midnight(start.date()) + timedelta(days=1)
        yield start, min(end, midnight)
        start = midnight


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _seconds(start: datetime, end: datetime) -> int:
    gap = end - start
    return gap.days * DAY + gap.seconds


def _epoch(at: datetime) -> int:
    return _seconds(_EPOCH, at)


def _instant(epoch: int) -> datetime:
    return _EPOCH + timedelta(seconds=epoch)
