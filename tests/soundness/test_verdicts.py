"""Closed weeks that moved by what came after a verdict, one test each."""

from datetime import datetime
from pathlib import Path
from typing import Any

from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.connection import Warehouse
from tests.soundness.test_reopens import log
from tests.soundness.test_ties_and_edges import POLICY, at
from tests.warehouses import build_rows

TWO_DESKS = POLICY | {
    "calendars.yaml": """
versions:
  - calendars:
      always: {zone: Etc/UTC, always_open: true}
      desk: {zone: Etc/UTC, weekly: {mon-fri: ["09:00-17:00"]}}
""",
    "sla.yaml": """
versions:
  - targets:
      - {promise: resolve, severity: S1, within: 2 h, calendar: always, objective: 90 %}
      - {promise: resolve, within: 8 h, calendar: desk, objective: 50 %}
""",
}


def by_week(warehouse: Warehouse, metric: str, *by: str) -> dict[tuple[str, ...], Any]:
    """Value and n of each week and line that has any."""
    asked = Question(metric=metric, period="week", by=by)
    with warehouse.cursor() as cursor:
        found = run(cursor, catalog().metric(metric), asked)
    return {
        (row["period"], *(row[name] for name in by)): (row["value"], row["n"])
        for row in found.to_dict("records")
        if row["n"]
    }


def test_a_breach_stays_under_the_calendar_that_it_broke(tmp_path: Path) -> None:
    """S1, due in 2 h around the clock, breached in week 10; lowered a week later, its target ran by
    the desk's hours, and the breach of the closed week moved to the desk."""
    said = [
        *log("A", (at("09:00"), "created")),
        *log("B", (at("09:00"), "created"), (at("10:00"), "resolved")),
    ]
    lowered = {"case_id": "A", "event_at": at("09:00", 11), "type": "priority_changed"}
    said.append(lowered | {"from_value": "S1", "to_value": "S3", "actor": "Ann", "seq": 2})
    cases = [{"case_id": name, "kind": "ticket", "severity": "S1"} for name in "AB"]

    with build_rows(tmp_path, cases, said, [], TWO_DESKS) as found:
        assert by_week(found, "sla_adherence", "calendar") == {("2026-W10", "always"): (0.5, 2)}
        assert by_week(found, "open_breaches", "calendar")["2026-W10", "always"] == (1, 1)
        with found.cursor() as cursor:
            (row,) = cursor.execute(
                "select calendar, target_seconds from fct_promises where case_id = 'A'"
            ).fetchall()
    assert row == ("always", 8 * 3600)


def test_a_resolve_that_the_vendor_dates_is_known_before_its_verdict(tmp_path: Path) -> None:
    """A source that closes five days after it resolves: the week of the resolve gained cases, and
    its median moved, when the closings came."""
    said = log("A", (at("09:00"), "created"), (at("12:00"), "resolved"), (at("09:00", 9), "closed"))
    cases = [{"case_id": "A", "kind": "ticket", "severity": "S1"}]
    verdict = {
        "case_id": "A",
        "vendor_met": True,
        "vendor_decided_at": at("09:00", 9),
        "vendor_resolved_at": at("12:00"),
        "vendor_resolution_seconds": 3 * 3600,
    }

    for as_of in (datetime(2026, 3, 8), None):
        folder = tmp_path / str(bool(as_of))
        with build_rows(folder, cases, said, [], POLICY, as_of, verdicts=[verdict]) as found:
            assert by_week(found, "vendor_resolution_time") == {("2026-W10",): (3.0, 1)}
            assert bool(by_week(found, "vendor_sla_rate")) is (as_of is None)


def test_a_later_verdict_takes_none_from_the_weeks_before_it(tmp_path: Path) -> None:
    """Missed as of 5 March, and met by a verdict of 9 March: seen as of the 5th, week 10 had no
    verdict at all, as the newest word hid the one that stood then."""
    said = log("A", (at("09:00"), "created"), (at("12:00"), "resolved"))
    cases = [{"case_id": "A", "kind": "ticket", "severity": "S1"}]
    verdicts = [
        {"case_id": "A", "vendor_met": False, "vendor_decided_at": at("12:00")},
        {"case_id": "A", "vendor_met": True, "vendor_decided_at": at("12:00", 9)},
    ]
    later = [{"case_id": "B", "kind": "ticket", "severity": "S1"}]
    said += log("B", (at("09:00", 12), "created"))

    for as_of, week, share in ((datetime(2026, 3, 5), 10, 0.0), (None, 11, 1.0)):
        with build_rows(
            tmp_path / str(week), cases + later, said, [], POLICY, as_of, verdicts=verdicts
        ) as found:
            assert by_week(found, "vendor_sla_rate") == {(f"2026-W{week}",): (share, 1)}


def test_a_verdict_without_a_date_counts_where_the_case_was_closed(tmp_path: Path) -> None:
    """Else where it was resolved, else where it was created."""
    ends = {"A": [("resolved", 2), ("closed", 9)], "B": [("resolved", 16)], "C": []}
    cases = [{"case_id": name, "kind": "ticket", "severity": "S1"} for name in ends]
    said = [
        row
        for name, more in ends.items()
        for row in log(name, (at("09:00"), "created"), *((at("12:00", d), t) for t, d in more))
    ]
    verdicts = [{"case_id": name, "vendor_met": name != "B"} for name in ends]

    with build_rows(tmp_path, cases, said, [], POLICY, verdicts=verdicts) as found:
        weeks = by_week(found, "vendor_sla_rate")

    assert weeks == {("2026-W10",): (1.0, 1), ("2026-W11",): (1.0, 1), ("2026-W12",): (0.0, 1)}
