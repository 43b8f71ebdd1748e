"""incident.io: timestamps under their customers' own names, tests and tutorials left out."""

from pathlib import Path
from typing import Any

from tests.loaders.sources.command_line import loaded, written


def incident(number: int, stamps: dict[str, str | None], **more: Any) -> dict[str, Any]:
    """One incident, created at 08:00:00.801578Z, with its named timestamps."""
    return {
        "id": f"01F{number}", "reference": f"INC-{number}", "name": "Our database is sad",
        "mode": "standard", "created_at": "2026-01-05T08:00:00.801578Z",
        "updated_at": "2026-01-05T12:00:00.000001Z", "severity": {"name": "Major", "rank": 2},
        "incident_status": {"category": "closed", "name": "Done"},
        "incident_timestamp_values": [
            {"incident_timestamp": {"name": name}, "value": at and {"value": at}}
            for name, at in stamps.items()
        ],
        "duration_metrics": [], **more,
    }  # fmt: skip


def test_timestamps_are_found_by_words_in_their_names(tmp_path: Path) -> None:
    """ "Fixed at" is when customers were well again; an empty one is no time."""
    stamps = {
        "Impact started at": "2026-01-05T07:50:00Z",
        "Accepted at": "2026-01-05T08:03:20.111111Z",
        "Fixed at": "2026-01-05T09:00:00Z",
        "Resolved at": "2026-01-05T10:00:00Z",
        "Closed at": "2026-01-05T11:00:00Z",
        "Declined at": None,
    }

    built = loaded(tmp_path / "home", written(tmp_path, {"incidents": [incident(1, stamps)]}))

    assert built.events("INC-1", "created", "acknowledged", "mitigated", "resolved", "closed") == [
        ("05 08:00:00", "created", None),
        ("05 08:03:20", "acknowledged", None),
        ("05 09:00:00", "mitigated", None),
        ("05 10:00:00", "resolved", "resolved"),
        ("05 11:00:00", "closed", "closed"),
    ]
    assert built.ask("select kind, severity, status from fct_cases") == [
        ("incident", "S2", "closed")
    ]
    assert built.ask(
        "select case_id, strftime(started_at, '%H:%M'), strftime(ended_at, '%H:%M') from impacts"
    ) == [("INC-1", "07:50", "09:00")]


def test_tests_and_tutorials_are_no_incidents(tmp_path: Path) -> None:
    records = [
        incident(1, {}, incident_status={"category": "live", "name": "Investigating"}),
        incident(2, {}, mode="test"),
        incident(3, {}, mode="tutorial"),
        incident(4, {"Fixed at": "2026-01-05T09:00:00Z"}, mode="retrospective"),
    ]

    built = loaded(tmp_path / "home", written(tmp_path, {"incidents": records}))

    assert built.ask(
        "select case_id, status, strftime(resolved_at, '%H:%M') from fct_cases order by case_id"
    ) == [("INC-1", "open", None), ("INC-4", "resolved", "09:00")]


def test_published_example_keeps_the_vendors_own_duration(shared: Path, tmp_path: Path) -> None:
    """The metric "Lasted" says 10,800 s; other metrics say nothing about resolving."""
    built = loaded(tmp_path, shared / "data" / "schemas" / "incident_io_v2_incident.json")

    assert built.ask(
        "select case_id, severity, status, owner, vendor_resolution_seconds from fct_cases"
    ) == [("INC-123", "S3", "new", "Lisa Karlin Curtis", 10_800)]
