"""Promises that begin within a case: next response, update and mitigate, worked by hand."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.warehouses import build_rows

POLICY = {
    "reporting.yaml": "zone: Etc/UTC\ntiers: [Gold]\nseverities: [S1, S2]\n",
    "calendars.yaml": (
        "versions:\n  - calendars:\n      always: {zone: Etc/UTC, always_open: true}\n"
    ),
    "sla.yaml": """
versions:
  - targets:
      - {promise: next_response, within: 1 h, calendar: always, objective: 90 %}
      - {promise: update, severity: S1, within: 1 h, calendar: always, objective: 90 %}
      - {promise: mitigate, severity: S1, within: 4 h, calendar: always, objective: 90 %}
""",
}
RECORDS = frozenset({"replied", "mitigated", "resolved"})
Said = tuple[str, ...]  # instant, type, and for a change from and to


def promises(
    folder: Path,
    kind: str,
    *said: Said,
    severity: str = "S2",
    records: frozenset[str] = RECORDS,
    as_of: str | None = None,
) -> list[tuple[Any, ...]]:
    """(started, stopped, state, minutes on the clock) of one kind, over the log of one case."""
    log = [
        {"case_id": "A", "seq": n, "event_at": at(clock), "type": what, "actor": "Ann"}
        | dict(zip(("from_value", "to_value"), rest, strict=False))
        for n, (clock, what, *rest) in enumerate([("09:00", "created"), *said])
    ]
    case = {"case_id": "A", "kind": "incident", "severity": severity}
    until = at(as_of) if as_of else None
    query = (
        "select started_at, stopped_at, state, elapsed_seconds // 60 from fct_promises"
        f" where promise = '{kind}' order by cycle"
    )
    built = build_rows(folder, [case], log, (), POLICY, until, records=records)
    with built as warehouse, warehouse.cursor() as cursor:
        rows = cursor.execute(query).fetchall()
    return [(clock_of(start), clock_of(stop), *rest) for start, stop, *rest in rows]


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-02 {clock}")


def clock_of(instant: datetime | None) -> str | None:
    return instant and f"{instant:%H:%M}"


def test_a_reply_after_the_first_answer_must_be_answered_once(tmp_path: Path) -> None:
    """What the customer says before the first answer, and twice in a row, starts nothing."""
    found = promises(
        tmp_path,
        "next_response",
        ("09:10", "customer_replied"),
        ("09:20", "replied"),
        ("10:00", "customer_replied"),
        ("10:10", "customer_replied"),
        ("10:30", "replied"),
        ("10:40", "replied"),
        ("11:00", "customer_replied"),
        ("12:00", "replied"),
        ("13:00", "customer_replied"),
        ("14:01", "replied"),
    )

    assert found == [
        ("10:00", "10:30", "met", 30),
        ("11:00", "12:00", "met", 60),
        ("13:00", "14:01", "breached", 61),
    ]


def test_an_answer_that_never_came_is_not_judged_unless_it_was_late(tmp_path: Path) -> None:
    """Resolved without a word: not applicable; after the target: breached it stays."""
    talk = (("09:20", "replied"), ("10:00", "customer_replied"))

    assert promises(tmp_path / "a", "next_response", *talk, ("10:50", "resolved")) == [
        ("10:00", "10:50", "not_applicable", 50)
    ]
    assert promises(tmp_path / "b", "next_response", *talk, ("11:10", "resolved")) == [
        ("10:00", "11:10", "breached", 70)
    ]


def test_a_customer_who_waits_through_a_reopen_waits_from_the_reopen(tmp_path: Path) -> None:
    """Solved time is no wait: a reply on a solved case starts its clock when work goes on."""
    found = promises(
        tmp_path,
        "next_response",
        ("09:20", "replied"),
        ("09:30", "resolved"),
        ("10:00", "customer_replied"),
        ("12:00", "reopened"),
        ("12:45", "replied"),
    )

    assert found == [("12:00", "12:45", "met", 45)]


def test_every_interval_between_updates_is_a_promise_while_it_is_severe(tmp_path: Path) -> None:
    """A status update and a public answer count alike; the case ends the last interval."""
    found = promises(
        tmp_path,
        "update",
        ("09:40", "updated"),
        ("11:00", "replied"),
        ("11:30", "resolved"),
        severity="S1",
    )

    assert found == [
        ("09:00", "09:40", "met", 40),
        ("09:40", "11:00", "breached", 80),
        ("11:00", "11:30", "not_applicable", 30),
    ]


def test_updates_are_wanted_from_when_a_case_becomes_severe(tmp_path: Path) -> None:
    """And no more once it is not: what ran then is broken off, not kept."""
    found = promises(
        tmp_path,
        "update",
        ("09:30", "updated"),
        ("10:00", "priority_changed", "S2", "S1"),
        ("10:20", "updated"),
        ("11:00", "priority_changed", "S1", "S2"),
        ("15:00", "updated"),
    )

    assert found == [("10:00", "10:20", "met", 20), ("10:20", "11:00", "not_applicable", 40)]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (("11:00", "mitigated"), [("09:00", "11:00", "met", 120)]),
        (("13:00", "resolved"), [("09:00", "13:00", "met", 240)]),
        (("13:01", "mitigated"), [("09:00", "13:01", "breached", 241)]),
        (("11:00", "cancelled"), [("09:00", "11:00", "cancelled", 120)]),
    ],
)
def test_the_first_mitigation_counts_else_the_resolve(
    tmp_path: Path, end: Said, expected: list[Any]
) -> None:
    """At the target it is met, a minute later it is not."""
    assert promises(tmp_path, "mitigate", end, ("18:00", "resolved"), severity="S1") == expected


def test_a_reopened_case_carries_the_time_to_its_mitigation(tmp_path: Path) -> None:
    """An hour to the mitigation, none of the work after it; from the reopen the clock goes on."""
    found = promises(
        tmp_path,
        "mitigate",
        ("10:00", "mitigated"),
        ("11:00", "resolved"),
        ("12:00", "reopened"),
        ("15:30", "mitigated"),
        severity="S1",
    )

    assert found == [("09:00", "10:00", "met", 60), ("12:00", "15:30", "breached", 270)]


@pytest.mark.parametrize("kind", ["next_response", "update", "mitigate"])
def test_without_evidence_no_such_promise_is_made(tmp_path: Path, kind: str) -> None:
    """A source that records no answers and no mitigations promises none."""
    said = (("09:20", "replied"), ("10:00", "customer_replied"), ("11:00", "mitigated"))

    found = promises(tmp_path, kind, *said, severity="S1", records=frozenset({"resolved"}))

    assert found == []


def test_what_happens_later_does_not_exist_yet(tmp_path: Path) -> None:
    """As of 10:50 the customer waits; as of 11:01 the promise is broken, whatever comes."""
    said = (("09:20", "replied"), ("10:00", "customer_replied"), ("11:30", "replied"))

    early = promises(tmp_path / "a", "next_response", *said, as_of="10:50")
    late = promises(tmp_path / "b", "next_response", *said, as_of="11:01")

    assert early == [("10:00", None, "at_risk", 50)]
    assert late == [("10:00", None, "breached", 61)]
