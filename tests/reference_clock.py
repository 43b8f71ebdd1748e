"""Open seconds of a calendar by stepping on instants and reading the wall clock.

The slow second implementation of the clock (sla_semantics.md, sections 3 and 4). It shares
nothing with metrics.policy.expansion but the policy's own fields.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import gcd
from typing import Any
from zoneinfo import ZoneInfo

import holidays as holiday_package

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Spans = list[tuple[int, int]]
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
# A due instant further away than this is called unreachable: no target of ours is longer.
HORIZON_DAYS = 1100


class WallClock:
    """One calendar of the policy, asked second by second or day by day."""

    def __init__(self, calendar: Any) -> None:
        self.calendar = calendar
        self.zone = ZoneInfo(str(calendar.zone))
        self._days: dict[date, list[tuple[datetime, datetime]]] = {}
        self._totals: dict[date, int] = {}
        self._never = not calendar.always_open and not any(True for _ in self._bounds())

    def is_open(self, instant: datetime) -> bool:
        """Whether the second that starts at `instant` (naive UTC) is open."""
        if self.calendar.always_open:
            return True
        local = instant.replace(tzinfo=UTC).astimezone(self.zone)
        today, second = local.date(), seconds_of(local.time())
        if self._is_holiday(today):
            return False
        breaks = (self._breaks(today), self._breaks(today - DAY))
        return covers(second, *self._opened(today)) and not covers(second, *breaks)

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Open seconds in [start, end); 0 when end is not after start."""
        total, day = 0, start.date()
        while day <= end.date() and start < end:
            midnight = datetime.combine(day, time())
            if start <= midnight and midnight + DAY <= end:
                total += self._day_total(day)
            else:
                total += sum(overlap(a, b, start, end) for a, b in self._open_intervals(day))
            day += DAY
        return total

    def nth(self, start: datetime, seconds: int) -> datetime | None:
        """The least t with elapsed(start, t) >= seconds; for 0 the next open instant."""
        left, day = seconds, start.date()
        for _ in range(0 if self._never else HORIZON_DAYS):
            for a, b in self._open_intervals(day):
                a = max(a, start)
                length = int((b - a).total_seconds())
                if length > 0 and left <= length and not (left == 0 and a >= b):
                    return a + left * SECOND
                left -= max(length, 0)
            day += DAY
        return None

    def _day_total(self, day: date) -> int:
        if day not in self._totals:
            spans = self._open_intervals(day)
            self._totals[day] = sum(int((b - a).total_seconds()) for a, b in spans)
        return self._totals[day]

    def _open_intervals(self, day: date) -> list[tuple[datetime, datetime]]:
        if day not in self._days:
            self._days[day] = list(self._scan(datetime.combine(day, time())))
        return self._days[day]

    def _scan(self, midnight: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open runs of one UTC day, found by stepping through it."""
        step, opened = self._step(midnight), None
        for second in range(0, 86_400, step):
            instant = midnight + second * SECOND
            if self.is_open(instant):
                opened = opened or instant
            elif opened:
                yield opened, instant
                opened = None
        if opened:
            yield opened, midnight + DAY

    def _step(self, midnight: datetime) -> int:
        """Seconds that no boundary can fall between; a minute at most when the clocks change."""
        offsets = {self._offset(midnight), self._offset(midnight + DAY)}
        return gcd(*self._bounds(), *offsets, 60 if len(offsets) > 1 else 86_400)

    def _offset(self, instant: datetime) -> int:
        shift = instant.replace(tzinfo=UTC).astimezone(self.zone).utcoffset()
        return int(shift.total_seconds()) if shift else 0

    def _bounds(self) -> Iterator[int]:
        ours = self.calendar
        groups = [*ours.weekly.values(), *ours.overrides.values(), *ours.breaks.dated.values()]
        for spans in [*groups, ours.breaks.daily]:
            for opens, closes in spans:
                yield from (opens, closes)

    def _is_holiday(self, day: date) -> bool:
        off = self.calendar.holidays
        return day in off.dates or any(
            day in public_holidays(c.country, c.subdivision, day.year) for c in off.countries
        )

    def _opened(self, today: date) -> tuple[Spans, Spans]:
        """What is written for `today`, and what spills over from the day before.

        An overnight range reads as if it were split at midnight: an override takes the place
        of all that the week says for its own date, and of nothing on the next.
        """
        ours, yesterday = self.calendar, today - DAY
        spilt = list(ours.overrides.get(yesterday, ()))
        if today in ours.overrides:
            return list(ours.overrides[today]), spilt
        return self._weekly(today), spilt + self._weekly(yesterday)

    def _weekly(self, day: date) -> Spans:
        return list(self.calendar.weekly.get(WEEKDAYS[day.weekday()], ()))

    def _breaks(self, day: date) -> Spans:
        breaks = self.calendar.breaks
        return [*breaks.daily, *breaks.dated.get(day, ())]


@cache
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(holiday_package.country_holidays(country, subdiv=subdivision, years=year))


def covers(second: int, today: Spans, yesterday: Spans) -> bool:
    """Whether a wall second lies in a range of today or in the tail of one of yesterday."""
    return any(a <= second < b for a, b in today) or any(second + 86_400 < b for _, b in yesterday)


def overlap(a: datetime, b: datetime, start: datetime, end: datetime) -> int:
    return max(0, int((min(b, end) - max(a, start)).total_seconds()))


def seconds_of(wall: time) -> int:
    return wall.hour * 3600 + wall.minute * 60 + wall.second
