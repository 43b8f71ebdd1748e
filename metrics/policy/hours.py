"""Opening hours as wall-clock ranges of one local date; it knows no zone and no date."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from metrics.policy.problems import below, problem, unknown

DAY = 86_400  # seconds on the wall clock of a date, whatever the zone does to it
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class Hours(NamedTuple):
    """Half-open [open, close) in wall seconds; `close` past 86,400 lies on the next date."""

    open: int
    close: int

    def __str__(self) -> str:
        return (
            f"{_clock(self.open)}-{_clock(self.close if self.close <= DAY else self.close - DAY)}"
        )


def hours(value: Any) -> Hours:
    """The range written "09:00-17:00" or ["09:00", "17:00"]; 22:00-06:00 ends the next day.

    Raises a policy problem for anything else, and for a range that is no longer than nothing.
    """
    if isinstance(value, Hours):
        return value
    opens, closes = (_seconds(end) for end in _ends(value))
    if opens == DAY:
        raise problem("no range opens at 24:00", None, "Write 00:00 on the next day.")
    if opens == closes:
        raise problem(
            f"{_clock(opens)}-{_clock(closes)} is empty: it opens when it closes",
            None,
            "Write 00:00-24:00 for the whole day, or [] for a closed one.",
        )
    return Hours(opens, closes if closes > opens else closes + DAY)


def hours_list(value: Any) -> tuple[Hours, ...]:
    """Several ranges of one day, in the order written; null or [] is closed all day."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (hours(value),)
    if not isinstance(value, (list, tuple)):
        raise problem(f"{value!r} is no list of ranges", None, _EXAMPLE)
    is_pair = len(value) == 2 and all(isinstance(v, str) and _TIME.fullmatch(v) for v in value)
    return (hours(value),) if is_pair else tuple(_numbered(value))


def weekdays(word: str) -> tuple[str, ...]:
    """The days that "mon", or "mon-fri", or "fri-mon" names."""
    ends = str(word).strip().lower().split("-")
    for end in ends:
        if end not in DAYS:
            raise unknown("day", end, DAYS, word)
    if len(ends) == 1:
        return (ends[0],)
    first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
    return tuple(DAYS[(first + step) % 7] for step in range((last - first) % 7 + 1))


def union(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges sorted and merged, touching ones joined; empty ones left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def minus(ranges: list[tuple[int, int]], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of the merged `ranges` lies outside the merged `holes`."""
    for hole_start, hole_end in holes:
        cut = [
            piece
            for start, end in ranges
            for piece in ((start, min(end, hole_start)), (max(start, hole_end), end))
        ]
        ranges = union(cut)
    return ranges


def today(ranges: Iterable[Hours]) -> list[tuple[int, int]]:
    """The part of each range before midnight."""
    return [(r.open, min(r.close, DAY)) for r in ranges]


def tomorrow(ranges: Iterable[Hours]) -> list[tuple[int, int]]:
    """The part of each overnight range after midnight, on the next date's clock."""
    return [(0, r.close - DAY) for r in ranges if r.close > DAY]


def _numbered(values: Iterable[Any]) -> Iterator[Hours]:
    for number, value in enumerate(values):
        with below(number):
            yield hours(value)


_EXAMPLE = 'Write it like ["09:00-12:00", "13:00-17:00"].'


def _ends(value: Any) -> tuple[str, str]:
    parts = value.split("-") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)) or len(parts) != 2:
        raise problem(f"{value!r} is no range of hours", None, _EXAMPLE)
    return str(parts[0]).strip(), str(parts[1]).strip()


def _seconds(text: str) -> int:
    match = _TIME.fullmatch(text)
    if not match:
        raise problem(f'"{text}" is no time of day', None, _EXAMPLE)
    hour, minute, second = (int(part or 0) for part in match.groups())
    total = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or total > DAY:
        raise problem(f'"{text}" is no time of day', None, "Times run from 00:00 to 24:00.")
    return total


def _clock(seconds: int) -> str:
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
