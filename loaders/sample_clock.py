"""Working hours of the sample vendor in whole UTC seconds; only the sample generator uses it."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

FIRST_DAY, LAST_DAY = date(2025, 5, 1), date(2027, 3, 31)
ZONES = {"EU": "Europe/Berlin", "US": "America/New_York"}
OPENS, CLOSES = {"EU": 9, "US": 8}, 18
GERMAN_HOLIDAYS = """
    2025-05-01 2025-05-29 2025-06-09 2025-10-03 2025-12-25 2025-12-26
    2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-10-03 2026-12-25
    2026-12-26 2027-01-01 2027-03-26 2027-03-29"""
AMERICAN_HOLIDAYS = """
    2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-10-13 2025-11-11 2025-11-27 2025-12-25
    2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-07-04 2026-09-07
    2026-10-12 2026-11-11 2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15"""
SHORT_DAYS = {
    ("EU", "2025-12-24"), ("EU", "2025-12-31"), ("EU", "2026-12-24"), ("EU", "2026-12-31"),
    ("US", "2025-11-28"), ("US", "2026-11-27"),
}  # fmt: skip
HOLIDAYS = {"EU": frozenset(GERMAN_HOLIDAYS.split()), "US": frozenset(AMERICAN_HOLIDAYS.split())}


def instant(text: str) -> int:
    """The UTC second of 'YYYY-MM-DD HH:MM[:SS]', which is read as UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def local_instant(region: str, day: date, second: int) -> int:
    """The UTC second at which the wall clock of a region shows `second` past midnight of `day`."""
    wall = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
    return int(wall.replace(tzinfo=ZoneInfo(ZONES[region])).timestamp())


def is_working_day(region: str, day: date) -> bool:
    """Monday to Friday and no holiday of the region."""
    return day.weekday() < 5 and day.isoformat() not in HOLIDAYS[region]


def closes(region: str, day: date) -> int:
    """The hour at which a working day ends."""
    return 13 if (region, day.isoformat()) in SHORT_DAYS else CLOSES


class Clock:
    """Open time of one calendar: `elapsed` between two instants and its inverse `plus`."""

    def __init__(self, open_intervals: list[tuple[int, int]]) -> None:
        self.starts = [start for start, _ in open_intervals]
        self.lengths = [end - start for start, end in open_intervals]
        self.before = [0, *accumulate(self.lengths)]

    def total(self, at: int) -> int:
        """Open seconds from the beginning of the calendar until `at`."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.before[index] + min(at - self.starts[index], self.lengths[index])

    def elapsed(self, start: int, end: int) -> int:
        """Open seconds in [start, end)."""
        return max(0, self.total(end) - self.total(start))

    def plus(self, start: int, seconds: int) -> int:
        """The first instant at which `seconds` (at least 1) of open time have passed."""
        aim = self.total(start) + max(1, seconds)
        index = bisect_right(self.before, aim - 1) - 1
        return self.starts[index] + aim - self.before[index]


def _working_intervals(region: str) -> list[tuple[int, int]]:
    days = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days))
    return [
        (
            local_instant(region, day, OPENS[region] * 3600),
            local_instant(region, day, closes(region, day) * 3600),
        )
        for day in days
        if is_working_day(region, day)
    ]


@cache
def clock(name: str) -> Clock:
    """The clock called 'EU', 'US' or 'always'."""
    if name == "always":
        return Clock([(instant("2025-05-01 00:00"), instant("2027-03-31 00:00"))])
    return Clock(_working_intervals(name))
