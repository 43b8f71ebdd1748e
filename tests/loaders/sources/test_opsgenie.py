"""Opsgenie: alerts whose seconds may be milliseconds, incidents without an end, by hand."""

from pathlib import Path
from typing import Any

import pytest

from tests.loaders.sources.command_line import Built, loaded, written


def alert(number: int, updated: str, **more: Any) -> dict[str, Any]:
    """One closed alert, created at 08:00:00.123Z."""
    return {
        "id": f"A{number}", "tinyId": str(number), "message": "Disk full", "status": "closed",
        "acknowledged": True, "isSeen": True, "snoozed": False, "count": 79, "owner": "ann@x.com",
        "source": "db-1", "priority": "P1", "createdAt": "2026-01-05T08:00:00.123Z",
        "updatedAt": f"2026-01-05T{updated}Z", "responders": [], "tags": [], **more,
    }  # fmt: skip


def alerts(tmp_path: Path, *records: dict[str, Any]) -> Built:
    envelope = {"data": list(records), "paging": {}, "took": 0.1, "requestId": "r"}
    return loaded(tmp_path / "home", written(tmp_path, envelope))


@pytest.mark.parametrize(("acknowledged", "closed"), [(90, 1800), (90_000, 1_800_000)])
def test_unit_of_the_times_is_read_off_the_last_update(
    tmp_path: Path, acknowledged: int, closed: int
) -> None:
    """1,800,000 s would be 20 days after an alert that was last touched after half an hour."""
    report = {"ackTime": acknowledged, "closeTime": closed, "acknowledgedBy": "ann@x.com"}

    built = alerts(tmp_path, alert(1, "08:30:00.200", report=report))

    assert built.ask(
        "select kind, severity, status, strftime(acknowledged_at, '%H:%M:%S'),"
        " strftime(resolved_at, '%H:%M:%S'), vendor_resolution_seconds from fct_cases"
    ) == [("incident", "S1", "resolved", "08:01:30", "08:30:00", 1800)]


def test_one_alert_in_milliseconds_decides_for_the_file(tmp_path: Path) -> None:
    """A2 was commented on days later, so that both units fit it; its neighbour tells."""
    far = {"updatedAt": "2026-01-25T08:00:00Z"}

    built = alerts(
        tmp_path,
        alert(1, "08:30:00", report={"ackTime": 90_000, "closeTime": 1_800_000}),
        alert(2, "", report={"ackTime": 60_000, "closeTime": 600_000}, **far),
    )

    assert built.ask(
        "select case_id, strftime(resolved_at, '%d %H:%M:%S') from fct_cases order by case_id"
    ) == [("A1", "05 08:30:00"), ("A2", "05 08:10:00")]


def test_open_alert_that_was_acknowledged_is_being_worked_on(tmp_path: Path) -> None:
    """A repeated alert (count 79) is one case. A2 was never acknowledged."""
    built = alerts(
        tmp_path,
        alert(1, "08:05:00", status="open", report={"ackTime": 120}),
        alert(2, "08:00:01", status="open", acknowledged=False),
    )

    assert built.ask(
        "select case_id, status, strftime(acknowledged_at, '%H:%M:%S'), resolved_at from fct_cases"
        " order by case_id"
    ) == [("A1", "open", "08:02:00", None), ("A2", "open", None, None)]


def test_end_of_an_incident_is_its_last_update(tmp_path: Path) -> None:
    incident = {
        "id": "I1", "tinyId": "7", "message": "Sign-on", "status": "resolved", "priority": "P2",
        "createdAt": "2026-01-05T08:00:00Z", "updatedAt": "2026-01-05T09:30:00Z",
        "ownerTeam": "Night", "responders": [], "extraProperties": {},
    }  # fmt: skip

    built = loaded(tmp_path / "home", written(tmp_path, {"data": [incident], "paging": {}}))

    assert built.ask(
        "select kind, severity, team, strftime(resolved_at, '%H:%M') from fct_cases"
    ) == [("incident", "S2", "Night", "09:30")]
