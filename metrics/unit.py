"""Units and how a value is said in words; the value itself stays a plain number."""

import math
from dataclasses import dataclass

THIN_SPACE = "\u2009"
NOTHING = "–"


@dataclass(frozen=True)
class Unit:
    """A unit; `seconds` is its length when it measures time, `title` its name on screen.

    Definitions yield whole numbers, so that sums do not depend on the order of rows: seconds of
    a time, or as many `parts` to one of the unit where that is more than one.
    """

    name: str
    title: str
    seconds: int | None = None
    parts: int = 1

    @property
    def size(self) -> int:
        """How many of what a definition yields make one of the unit."""
        return self.parts if self.parts > 1 else self.seconds or 1


_ALL = (
    Unit("seconds", "seconds", 1),
    Unit("minutes", "minutes", 60),
    Unit("hours", "hours", 3600),
    Unit("days", "days", 86400),
    Unit("share", "share from 0 to 1"),
    Unit("count", "count"),
    Unit("per_day", "a day"),
    Unit("percent", "per cent", parts=100),
    Unit("budget_hours", "hours", 3600, parts=3_600_000_000),  # a second x a millionth allowed
    Unit("promises", "promises", parts=1_000_000),  # an objective has at most 4 decimals of a %
)
UNITS: dict[str, Unit] = {unit.name: unit for unit in _ALL}
# The largest value (in seconds, exclusive) said in each step: a minute and a half of hours is
# still "90 min", two days are still "48 h"; above, the larger unit reads better.
_STEPS = ((60, 1, "s"), (90 * 60, 60, "min"), (48 * 3600, 3600, "h"), (math.inf, 86400, "d"))


def say(value: float | None, unit: str, decimals: int | None = None) -> str:
    """The value in words: "7 min", "5.2 h", "2.1 d", "96.4 %", "1,230"; null is "–"."""
    if value is None or math.isnan(value):
        return NOTHING
    length = UNITS[unit].seconds
    if length is not None:
        return _duration(value * length, decimals)
    if unit == "share":
        return f"{value * 100:.{1 if decimals is None else decimals}f}{THIN_SPACE}%"
    if unit == "percent":
        return f"{value:,.{decimals or 0}f}{THIN_SPACE}%"
    if unit == "per_day":
        return f"{value:,.{1 if decimals is None else decimals}f}{THIN_SPACE}a day"
    if unit == "promises":
        return f"{value:,.{1 if decimals is None else decimals}f}"
    return f"{value:,.{decimals or 0}f}"


def say_total(value: float | None, unit: str) -> str:
    """A sum of time in its own unit however large, for a working day has fewer hours than a day:
    "2,111 h"; other units as `say`."""
    length = UNITS[unit].seconds
    if length is None or value is None or math.isnan(value):
        return say(value, unit)
    name = {"minutes": "min"}.get(unit, UNITS[unit].title[0])
    return f"{value:,.{0 if abs(value) >= 10 else 1}f}{THIN_SPACE}{name}"


def say_change(change: float | None, unit: str, decimals: int | None = None) -> str:
    """A difference in words with its sign: "-0.8 pp", "+0.4 h", "+1"; null is "–"."""
    if change is None or math.isnan(change):
        return NOTHING
    sign = "-" if change < 0 else "+"
    words = say(abs(change), unit, decimals)
    return sign + (words.replace("%", "pp"))


def _duration(seconds: float, decimals: int | None) -> str:
    length, name = next(step[1:] for step in _STEPS if abs(seconds) < step[0] or step[2] == "d")
    digits = (0 if length <= 60 else 1) if decimals is None else decimals
    return f"{seconds / length:.{digits}f}{THIN_SPACE}{name}"
