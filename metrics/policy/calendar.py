"""A calendar: zone, weekly hours, holidays, dated overrides, breaks; it expands nothing."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator, model_validator

from metrics.policy.holiday_dates import Holidays, a_date
from metrics.policy.hours import (
    DAY,
    DAYS,
    Hours,
    hours_list,
    minus,
    today,
    tomorrow,
    union,
    weekdays,
)
from metrics.policy.problems import PolicyModel, below, problem, unknown

Ranges = tuple[Hours, ...]


class Breaks(PolicyModel):
    """Hours taken out of the open ones: every day, or on one date only."""

    daily: Ranges = ()
    dated: dict[date, Ranges] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _shapes(cls, value: Any) -> Any:
        """A list of daily ranges, or a mapping of "daily" and dates to ranges."""
        if not isinstance(value, Mapping):
            return {"daily": hours_list(value)}
        rest = {key: ranges for key, ranges in value.items() if key != "daily"}
        with below("daily"):
            daily = hours_list(value.get("daily"))
        return {"daily": daily, "dated": _by(a_date, rest)}


class Calendar(PolicyModel):
    """When a clock may run. Ranges are kept as written: overlaps count once on expansion.

    `weekly` has each of mon..sun. Precedence: holiday, then override, then weekly hours;
    breaks subtract. Source: sla_semantics section 3.
    """

    zone: str
    weekly: dict[str, Ranges] = Field(default_factory=dict)
    holidays: Holidays = Field(default_factory=Holidays)
    overrides: dict[date, Ranges] = Field(default_factory=dict)
    breaks: Breaks = Field(default_factory=Breaks)
    always_open: bool = False

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        return a_zone(value)

    @field_validator("weekly", mode="before")
    @classmethod
    def _weekly(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise problem("weekly hours are no list", None, 'Write weekly: {mon: ["09:00-17:00"]}.')
        found: dict[str, Ranges] = {}
        for word, ranges in value.items():
            with below(word):
                _put_days(found, word, hours_list(ranges))
        return {day: found.get(day, ()) for day in DAYS}

    @field_validator("overrides", mode="before")
    @classmethod
    def _overrides(cls, value: Any) -> Any:
        return _by(a_date, value or {})

    @field_validator("holidays", "breaks", mode="before")
    @classmethod
    def _nothing(cls, value: Any) -> Any:
        return value if value is not None else []

    @model_validator(mode="after")
    def _has_hours(self) -> "Calendar":
        timed = self.weekly or self.overrides or self.holidays != Holidays()
        if self.always_open and (timed or self.breaks != Breaks()):
            raise problem("an always_open calendar has no hours of its own", None, _ALWAYS)
        if not self.always_open and not self.weekly and not self.overrides:
            raise problem("the calendar says no hours", None, _HOURS)
        return self

    @classmethod
    def from_vector(cls, vector: Mapping[str, Any]) -> "Calendar":
        """The calendar of a clock line: timezone, weekly, holidays, date_overrides, breaks."""
        names = {"timezone": "zone", "date_overrides": "overrides"}
        return cls.model_validate({names.get(key, key): v for key, v in vector.items()})

    @cached_property
    def _of_weekday(self) -> list[list[tuple[int, int]]]:
        week = [self.weekly.get(day, ()) for day in DAYS]
        return [union([*today(week[n]), *tomorrow(week[n - 1])]) for n in range(7)]

    def open_on(self, day: date) -> list[tuple[int, int]]:
        """The open wall-clock ranges of a local date, merged, in seconds since its midnight."""
        if self.always_open:
            return [(0, DAY)]
        if self.holidays.closes(day):
            return []
        yesterday = day - timedelta(days=1)
        spilt = tomorrow(self.overrides.get(yesterday, ()))
        replaced = self.overrides.get(day)
        own = self._of_weekday[day.weekday()] if replaced is None else today(replaced)
        return self._without_breaks(day, yesterday, union([*own, *spilt]))

    def _without_breaks(
        self, day: date, yesterday: date, opened: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        every, dated = self.breaks.daily, self.breaks.dated
        now, before = (*every, *dated.get(day, ())), (*every, *dated.get(yesterday, ()))
        return minus(opened, union([*today(now), *tomorrow(before)])) if now or before else opened


_ALWAYS = "Leave out weekly, holidays, overrides and breaks, or leave out always_open."
_HOURS = 'Write weekly: {mon-fri: ["09:00-17:00"]}, or always_open: true for 24x7.'


def a_zone(value: str) -> str:
    """An IANA time zone name that this machine knows; raises a policy problem."""
    if value not in zone_names():
        cities = {name.rsplit("/", 1)[-1]: name for name in zone_names()}
        names = [*zone_names(), *([] if "/" in value else cities)]
        error = unknown("time zone", value, names)
        nearest = (error.context or {})["nearest"]
        nearest = nearest and f'"{cities.get(nearest.strip(chr(34)), nearest.strip(chr(34)))}"'
        raise problem(f'unknown time zone "{value}"', nearest, "Write it like Europe/Berlin.")
    ZoneInfo(value)
    return value


def _by(as_key: Callable[[Any], Any], value: Mapping[Any, Any]) -> dict[Any, Ranges]:
    found: dict[Any, Ranges] = {}
    for key, ranges in value.items():
        with below(key):
            found[as_key(key)] = hours_list(ranges)
    return found


def _put_days(found: dict[str, Ranges], word: str, ranges: Ranges) -> None:
    for day in weekdays(word):
        if day in found:
            raise problem(f"{day} is given twice", None, "Give every day once.")
        found[day] = ranges


@cache
def zone_names() -> frozenset[str]:
    """The IANA names that this machine knows; found once, for it takes a walk of 600 files."""
    return frozenset(available_timezones())
