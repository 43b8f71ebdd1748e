"""The peers' clock vectors against the calendar expansion, before any SQL sees it."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from metrics.policy import Calendar
from metrics.policy.expansion import Interval, open_intervals
from tests.policy.clock_by_hand import due, elapsed, without

FAR = datetime(9000, 1, 1)


@pytest.fixture(scope="module")
def vectors(shared: Path) -> list[dict[str, Any]]:
    """All lines of the shared clock file."""
    path = shared / "vectors" / "clock.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


def running(vector: dict[str, Any], days: int) -> list[Interval]:
    start = instant(vector["start"])
    last = instant(vector.get("end") or vector["start"]) + timedelta(days=days)
    opened = open_intervals(Calendar.from_vector(vector["calendar"]), start.date(), last.date())
    pauses = [(instant(a), instant(b) if b else FAR) for a, b in vector["pauses"]]
    return without(opened, pauses) if pauses else opened


def test_every_elapsed_vector_agrees(vectors: list[dict[str, Any]]) -> None:
    """elapsed(a, b) = |open and [a, b) without pauses|, in whole real seconds."""
    lines = [vector for vector in vectors if vector["kind"] == "elapsed"]

    wrong = {
        v["id"]
        for v in lines
        if elapsed(running(v, 1), instant(v["start"]), instant(v["end"])) != v["expected_seconds"]
    }

    assert len(lines) == 239
    assert wrong == set()


def test_every_due_vector_agrees(vectors: list[dict[str, Any]]) -> None:
    """due(a, N) = least t with elapsed(a, t) >= N; next opening for 0; null if never reached."""
    lines = [vector for vector in vectors if vector["kind"] == "due"]

    wrong = set()
    for v in lines:
        expected = v["expected_due"] and instant(v["expected_due"])
        if due(running(v, 800), instant(v["start"]), v["seconds"]) != expected:
            wrong.add(v["id"])

    assert len(lines) == 190
    assert wrong == set()
