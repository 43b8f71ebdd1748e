"""Versions of a policy file in order of time; it knows nothing of what they contain."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from metrics.errors import PolicyError
from metrics.policy.yaml_file import Place, YamlFile

T = TypeVar("T")
BEGINNING = datetime.min  # what a version without effective_from begins at


@dataclass(frozen=True)
class Dated(Generic[T]):
    """One version of one file: its content, since when (naive UTC), and where it is written."""

    since: datetime
    content: T
    place: Place


def since(file: YamlFile, item: Mapping[str, Any], place: Place, zone: str) -> datetime:
    """effective_from as naive UTC: nothing is the beginning, a date its midnight in `zone`."""
    text = item.get("effective_from")
    if text is None:
        return BEGINNING
    try:
        return _instant(str(text), zone)
    except ValueError:
        where = file.where((*place, "effective_from"))
        next_step = "Write a date like 2026-10-01, or an instant like 2026-10-01T08:00:00Z."
        raise PolicyError(f'"{text}" is no date or instant', where, None, next_step) from None


def in_order(file: YamlFile, found: list[Dated[T]]) -> list[Dated[T]]:
    """The versions, oldest first; raises PolicyError when two begin at the same instant."""
    ordered = sorted(found, key=lambda dated: dated.since)
    for before, after in itertools.pairwise(ordered):
        if before.since == after.since:
            where = file.where((*after.place, "effective_from"))
            raise PolicyError(
                "two versions begin at the same instant", where, None, "Give each its own date."
            )
    return ordered


def _instant(text: str, zone: str) -> datetime:
    if len(text) == len("2026-10-01"):
        at = datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone))
    else:
        at = datetime.fromisoformat(text)
    if at.tzinfo is None or at.microsecond:
        raise ValueError(text)
    return at.astimezone(UTC).replace(tzinfo=None)
