"""Closed dates: public holidays of a country, and dates of our own; no calendar logic."""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from functools import lru_cache
from typing import Any

import holidays as package
from holidays.registry import COUNTRIES
from pydantic import ValidationError, model_validator

from metrics.policy.problems import PolicyModel, below, problem, unknown


class Country(PolicyModel):
    """The public holidays of a country (ISO code), and of one of its subdivisions if given."""

    country: str
    subdivision: str | None = None

    @model_validator(mode="after")
    def _exists(self) -> "Country":
        supported = package.list_supported_countries()
        if self.country not in supported:
            raise _no_country(self.country, supported)
        if self.subdivision is not None and self.subdivision not in supported[self.country]:
            known = supported[self.country]
            raise unknown(f"subdivision of {self.country}", self.subdivision, known, "subdivision")
        return self

    def dates(self, year: int) -> frozenset[date]:
        """The public holidays of `year`, observed ones included."""
        return _dates(self.country, self.subdivision, year)


class Holidays(PolicyModel):
    """The public holidays of countries, and single dates besides."""

    countries: tuple[Country, ...] = ()
    dates: frozenset[date] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _shapes(cls, value: Any) -> Any:
        """Written as a country with its own dates, or as a list that mixes both."""
        found: dict[str, list[Any]] = {"countries": [], "dates": []}
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            with below(number) if isinstance(value, list) else nullcontext():
                _sort(item, found)
        return found

    def closes(self, day: date) -> bool:
        """Whether the whole of `day` is closed."""
        return day in self.dates or any(day in c.dates(day.year) for c in self.countries)


def a_date(value: Any) -> date:
    """A date written YYYY-MM-DD; raises a policy problem."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise problem(f'"{value}" is no date', None, "Write it like 2026-12-24.") from None


def _sort(item: Any, found: dict[str, list[Any]]) -> None:
    """Puts a date, or a mapping with a country and dates, where it belongs."""
    if not isinstance(item, Mapping):
        found["dates"].append(a_date(item))
        return
    for key in item:
        if key not in (*Country.model_fields, "dates"):
            raise unknown("key", str(key), (*Country.model_fields, "dates"), key)
    for number, day in enumerate(item.get("dates") or []):
        with below("dates"), below(number):
            found["dates"].append(a_date(day))
    if "country" in item:
        found["countries"].append(_country(item))


def _country(item: Mapping[str, Any]) -> "Country":
    try:
        return Country.model_validate({k: v for k, v in item.items() if k != "dates"})
    except ValidationError as error:
        first = error.errors()[0]
        parts = first.get("ctx", {}) if first["type"] == "tierline" else {}
        what = parts.get("what", first["msg"])
        raise problem(
            what, parts.get("nearest"), parts.get("next_step"), parts.get("key")
        ) from None


@lru_cache(maxsize=4096)
def _dates(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(package.country_holidays(country, subdiv=subdivision, years=year))


def _no_country(word: str, supported: Any) -> Exception:
    codes = {name.replace("_", " "): parts[1] for name, parts in COUNTRIES.items()}
    codes.update({parts[2].casefold(): parts[1] for parts in COUNTRIES.values()})
    code = codes.get(word.casefold())
    if code is None:
        return unknown("holiday country", word, [*codes, *supported], "country")
    return problem(
        f'"{word}" is no country code', f'"{code}"', "Use the two-letter ISO code.", "country"
    )
