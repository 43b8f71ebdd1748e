"""Vendor's verdicts and durations beside ours: each reason worked by hand, and counted twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from metrics.__main__ import main
from metrics.errors import QuestionError
from metrics.reconcile import reconcile
from metrics.warehouse.connection import open_warehouse
from tests.builders import Row, T, any_row, case, marts, promise, segment
from tests.reference_reconcile import reasons

HOUR = 3600
Made = tuple[str, Row]


def ours(state: str = "met", hours: float = 3, **fields: Any) -> list[Made]:
    """A case and its promise to resolve within 4 h, which ended after `hours` by our clock."""
    known = {"case_key": 1, "promise": "resolve", "state": state, "target_seconds": 4 * HOUR}
    stopped = None if fields.get("is_open") else T("2026-03-02 12:00")
    known |= {"elapsed_seconds": hours * HOUR, "stopped_at": stopped, "is_open": False}
    about = {name: fields.pop(name) for name in ("reopen_count",) if name in fields}
    return [
        case(case_key=1, resolved_at=stopped, is_open=stopped is None, **about),
        promise(**known | fields),
    ]


def stretch(start: str, end: str, reason: str = "open, in hours", severity: str = "S3") -> Made:
    at = [T(f"2026-03-{text}") for text in (start, end)]
    told = {"promise": "resolve", "from_at": at[0], "to_at": at[1], "severity": severity}
    return segment(reason=reason, **told)


def theirs(**fields: Any) -> Made:
    known = {"source": "desk", "case_id": "C1", "promise": "resolve", "cycle": 1}
    return any_row("vendor_promises", **known | fields)


def told(*rows: Made) -> list[tuple[str, str]]:
    """(what was compared, reason) of every disagreement."""
    with marts(*rows, any_row("sources", source="desk")) as connection:
        _, differing = reconcile(connection, "desk")
        found = list(zip(differing["compared"], differing["reason"], strict=True))
        assert found == reasons(connection, "desk")
        return found


NIGHT = [stretch("02 09:00", "02 10:00"), stretch("02 10:00", "02 18:00", "outside hours")]
REST = [stretch("02 09:00", "02 10:00"), stretch("02 10:00", "02 18:00", "paused by status")]
RAISED = [stretch("02 09:00", "02 10:00"), stretch("02 10:00", "02 12:00", severity="S1")]
STRAIGHT = [stretch("02 09:00", "02 12:00")]


@pytest.mark.parametrize(
    "rows, reason",
    [
        # 9 h by the wall clock are over 4 h; ours counts 1 h: the desk was closed for 8.
        ([*ours(hours=1), *NIGHT, theirs(met=False)], "calendar"),
        # The same 8 h, in which the case waited for the customer.
        ([*ours(hours=1), *REST, theirs(met=False)], "pause"),
        # 3 h are within our 4 h, not within their 2 h.
        ([*ours(), *STRAIGHT, theirs(met=False, target_seconds=2 * HOUR)], "target"),
        # Ours promises nothing to this kind of case.
        ([case(case_key=1), theirs(met=True)], "target"),
        # An agent opened it: ours owes no first response.
        (
            [case(case_key=1, is_agent_created=True), theirs(promise="first_response", met=False)],
            "agent-created",
        ),
        # Reopened: theirs judges the whole, 3 h by any clock of ours.
        ([*ours(reopen_count=1), *STRAIGHT, theirs(met=False)], "reopen"),
        ([*ours(), *RAISED, theirs(met=False)], "priority change"),
        # Their clock started two minutes before ours; one minute would count as the same.
        ([*ours(), *STRAIGHT, theirs(met=False, started_at=T("2026-03-02 08:58"))], "clock start"),
        ([*ours("unknown"), *STRAIGHT, theirs(met=True)], "data"),
        # They saw it end in time; for us it is still running.
        ([*ours("running", is_open=True), *STRAIGHT, theirs(met=True)], "data"),
        # 3 h by any clock, the same target, one severity: nothing tells why they say breached.
        ([*ours(), *STRAIGHT, theirs(met=False, started_at=T("2026-03-02 08:59"))], "unexplained"),
        # A wall clock cannot turn our breach into their met.
        ([*ours("breached", 5), *NIGHT, theirs(met=True)], "unexplained"),
    ],
)
def test_a_verdict_that_differs_has_its_reason(rows: list[Made], reason: str) -> None:
    assert told(*rows) == [("verdict", reason)]


@pytest.mark.parametrize(
    "rows, reason",
    [
        ([*ours(hours=1), *NIGHT, theirs(elapsed_seconds=9 * HOUR)], "calendar"),
        ([*ours(hours=1), *REST, theirs(elapsed_seconds=9 * HOUR)], "pause"),
        ([*ours(reopen_count=1), *STRAIGHT, theirs(elapsed_seconds=2 * HOUR)], "reopen"),
        ([*ours(), *STRAIGHT, theirs(elapsed_seconds=2 * HOUR)], "unexplained"),
        ([case(case_key=1), theirs(promise="update", elapsed_seconds=9)], "target"),
        (
            [
                case(case_key=1, is_agent_created=True),
                theirs(promise="first_response", elapsed_seconds=9),
            ],
            "agent-created",
        ),
    ],
)
def test_a_duration_that_differs_has_its_reason(rows: list[Made], reason: str) -> None:
    assert told(*rows) == [("duration", reason)]


def test_what_agrees_is_counted_and_not_listed() -> None:
    """Three hours and 60 s are three hours: vendors count whole minutes. Not judged is not
    compared, and a drill counts nowhere."""
    same = theirs(met=True, target_seconds=4 * HOUR, elapsed_seconds=3 * HOUR + 60)
    running = theirs(promise="acknowledge")
    drill = [case(case_key=2, is_drill=True), theirs(case_id="C2", met=False)]
    rows = [*ours(), *STRAIGHT, same, running, *drill, any_row("sources", source="desk")]
    with marts(*rows) as connection:
        tallies, differing = reconcile(connection, "desk")

    assert [(one.compared, one.n, one.agree, one.differ) for one in tallies] == [
        ("verdict", 1, 1, 0),
        ("duration", 1, 1, 0),
    ]
    assert differing.empty


def test_a_verdict_on_the_whole_case_meets_the_worst_of_its_cycles() -> None:
    """A case with a breached first cycle and a second that was met is breached, for them too."""
    first = {"state": "breached", "stopped_at": T("2026-03-02 12:00"), "is_open": False}
    cycles = [
        promise(case_key=1, promise="resolve", cycle=1, **first),
        promise(case_key=1, promise="resolve", cycle=2, **first | {"state": "met"}),
    ]

    assert told(case(case_key=1, vendor_met=False), *cycles) == []
    assert told(case(case_key=1, vendor_met=True), *cycles) == [("verdict", "unexplained")]


def test_a_source_that_is_not_loaded_is_named() -> None:
    with (
        marts(any_row("sources", source="desk")) as connection,
        pytest.raises(QuestionError, match='Did you mean "desk"'),
    ):
        reconcile(connection, "dest")


def test_the_command_lists_and_counts(
    sample_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows as JSON with the tallies before them; the sum in words on the error stream."""
    source = "servicenow_event_log"

    code = main(["reconcile", "--source", source, "--format", "json", "--home", str(sample_home)])

    out, said = capsys.readouterr()
    answer = json.loads(out)
    assert code == 0
    assert len(answer["rows"]) == sum(one["differ"] for one in answer["tallies"])
    assert "verdicts compared" in said


def test_the_sample_is_reconciled_alike_in_plain_python(sample_home: Path) -> None:
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        sources = [row[0] for row in cursor.execute("select source from sources").fetchall()]
        for source in sources:
            _, differing = reconcile(cursor, source)

            assert list(zip(differing["compared"], differing["reason"], strict=True)) == reasons(
                cursor, source
            )
