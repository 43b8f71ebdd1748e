"""The reference's own clock must earn its place: it answers the peers' vectors too."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from metrics.policy.calendar import Calendar
from tests.reference_clock import WallClock

Spans = list[tuple[datetime, datetime]]
FOREVER = datetime(9999, 1, 1)


def test_wall_clock_answers_every_vector(shared: Path) -> None:
    """Stepping and reading the wall clock gives the seconds and due times of all peers."""
    lines = (shared / "vectors" / "clock.jsonl").read_text(encoding="utf-8").splitlines()

    wrong = [v["id"] for v in map(json.loads, lines) if answer(v) != expected(v)]

    assert len(lines) == 429
    assert wrong == []


def answer(vector: dict[str, Any]) -> Any:
    clock = WallClock(Calendar.from_vector(vector["calendar"]))
    start, pauses = instant(vector["start"]), paused(vector)
    if vector["kind"] == "elapsed":
        return sum(clock.elapsed(a, b) for a, b in gaps(start, instant(vector["end"]), pauses))
    left = vector["seconds"]
    for a, b in gaps(start, FOREVER, pauses):
        found = clock.nth(a, left)
        if found and found <= b and (left or found < b):
            return found
        left -= clock.elapsed(a, b) if b < FOREVER else 0
    return None


def expected(vector: dict[str, Any]) -> Any:
    if vector["kind"] == "elapsed":
        return vector["expected_seconds"]
    return vector["expected_due"] and instant(vector["expected_due"])


def gaps(start: datetime, end: datetime, pauses: Spans) -> Iterator[tuple[datetime, datetime]]:
    """[start, end) less the pauses."""
    for a, b in sorted(pauses):
        if start < a:
            yield start, min(a, end)
        start = max(start, b)
    if start < end:
        yield start, end


def paused(vector: dict[str, Any]) -> Spans:
    return [(instant(a), instant(b) if b else FOREVER) for a, b in vector["pauses"]]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
