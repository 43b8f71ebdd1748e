"""SLA targets: who is promised what, within which time, on which calendar; it runs no clock."""

import re
from collections.abc import Collection
from fractions import Fraction
from typing import Any

from pydantic import Field, field_validator, model_validator

from metrics.policy.problems import PolicyModel, below, problem, unknown

PROMISES = (
    "acknowledge",
    "first_response",
    "next_response",
    "update",
    "mitigate",
    "resolve",
)
SCOPES = ("account", "tier", "any tier")  # whom a row of targets is for, the nearest first
STATUSES = ("new", "open", "pending", "hold", "resolved", "closed", "cancelled", "merged")
PAUSES = dict.fromkeys(("mitigate", "resolve"), frozenset({"pending"}))
_UNITS = {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600}
_DAYS = {"d", "day", "w", "week", "bd", "wd"}
_PART = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([a-z]*)\s*")


class Target(PolicyModel):
    """One row of the SLA table. A key that is left out matches anything, unknown included."""

    promise: str
    account: tuple[str, ...] | None = None
    tier: tuple[str, ...] | None = None
    severity: tuple[str, ...] | None = None
    region: tuple[str, ...] | None = None
    within_seconds: int = Field(alias="within")
    calendar: str
    objective: float
    pause_on: frozenset[str]

    @model_validator(mode="before")
    @classmethod
    def _default_pauses(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("pause_on") is None and "pause_on" in value:
            return {**value, "pause_on": []}
        if isinstance(value, dict) and "pause_on" not in value:
            return {**value, "pause_on": PAUSES.get(str(value.get("promise")), frozenset())}
        return value

    @field_validator("promise", mode="before")
    @classmethod
    def _promise(cls, value: Any) -> Any:
        if value not in PROMISES:
            raise unknown("promise", str(value), PROMISES)
        return value

    @field_validator("account", "tier", "severity", "region", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        if value is None or isinstance(value, (list, tuple)):
            return value or None
        return (value,)

    @field_validator("within_seconds", mode="before")
    @classmethod
    def _within(cls, value: Any) -> int:
        return value if isinstance(value, int) else seconds(str(value))

    @field_validator("objective", mode="before")
    @classmethod
    def _objective(cls, value: Any) -> float:
        return share(value)

    @field_validator("pause_on", mode="before")
    @classmethod
    def _pauses(cls, value: Any) -> frozenset[str]:
        statuses = [value] if isinstance(value, str) else list(value)
        for number, status in enumerate(statuses):
            if status not in STATUSES:
                with below(number):
                    raise unknown("status", str(status), STATUSES)
        return frozenset(statuses)

    @property
    def scope(self) -> str:
        """Whom the row is for: one of SCOPES."""
        return SCOPES[0] if self.account else SCOPES[1] if self.tier else SCOPES[2]

    def matches(
        self,
        tier: str | None,
        severity: str | None,
        region: str | None,
        account: Collection[str] = (),
    ) -> bool:
        """Whether this row speaks of such a case; `account` holds every word of the policy that
        means its account."""
        wanted = ((self.tier, tier), (self.severity, severity), (self.region, region))
        if self.account is not None and not any(name in account for name in self.account):
            return False
        return all(names is None or name in names for names, name in wanted)


def seconds(text: str) -> int:
    """The whole seconds of "15 min", "8 h", "30 s" or "1 h 30 min"; no day unit.

    Raises a policy problem when the unit is missing or a day, or the time is not positive.
    """
    parts = _PART.findall(text.strip().lower())
    if not parts or _PART.sub("", text.strip().lower()):
        raise problem(f'"{text}" is no time', None, _WITHIN)
    total = sum((Fraction(number) * _unit(unit, text) for number, unit in parts), Fraction())
    if total <= 0:
        raise problem(f'"{text}" is not more than nothing', None, "A target is at least 1 s.")
    if total.denominator != 1:
        raise problem(f'"{text}" is no whole number of seconds', None, _WITHIN)
    return int(total)


def share(value: Any) -> float:
    """A share from 0 to 1 written 0.95 or "95 %"; raises a policy problem."""
    text = str(value).strip()
    is_percent = text.endswith("%")
    try:
        found = float(text.removesuffix("%")) / (100 if is_percent else 1)
    except ValueError:
        raise problem(f'"{text}" is no share', None, "Write 0.95 or 95 %.") from None
    if not 0 <= found <= 1:
        meant = f'"{text} %"' if not is_percent and 1 < found <= 100 else None
        raise problem(f'"{text}" is no share from 0 to 1', meant, "Write 0.95 or 95 %.")
    return found


_WITHIN = "Write it like 15 min, 8 h or 30 s."
_NO_DAYS = (
    "A day can mean 24 hours, one working day or the same time tomorrow, "
    "so hours are written: 16 h for two days of eight."
)


def _unit(word: str, text: str) -> int:
    singular = word.removesuffix("s") if len(word) > 1 else word
    if singular in _UNITS:
        return _UNITS[singular]
    if singular in _DAYS:
        raise problem(f'"{text}" has a day unit, and there is none', None, _NO_DAYS)
    if not word:
        raise problem(f'"{text}" says no unit', f'"{text} min"', _WITHIN)
    raise unknown("time unit", word, _UNITS)
