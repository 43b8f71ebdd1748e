"""fct_standings: when a promise was at risk or paused, worked by hand."""

from pathlib import Path
from typing import Any

from metrics.warehouse.connection import Warehouse
from tests.soundness.test_ties_and_edges import POLICY, Row, at, events
from tests.warehouses import build_rows

EIGHT = """
versions:
  - targets:
      - {promise: resolve, severity: S1, within: 1 h, calendar: always, objective: 90 %}
      - {promise: resolve, within: 8 h, calendar: always, objective: 90 %}
"""
CREATED = (at("09:00"), "created", None, None)
PENDING = (at("15:30"), "status_changed", "new", "pending")
QUERY = """
    select cast(state as text), team, strftime(entered_at, '%H:%M:%S'),
        strftime(left_at, '%H:%M:%S')
    from fct_standings order by entered_at
"""


def standings(home: Path, *log: Any) -> list[tuple[Any, ...]]:
    warehouse = made(home, events(CREATED, *log))
    with warehouse, warehouse.cursor() as cursor:
        return cursor.execute(QUERY).fetchall()


def made(home: Path, log: list[Row]) -> Warehouse:
    case = {"case_id": "A", "severity": "S2", "team": "Desk"}
    return build_rows(home, [case], log, (), POLICY | {"sla.yaml": EIGHT})


def test_at_risk_begins_with_its_share_and_rests_with_the_clock(tmp_path: Path) -> None:
    """8 h: 6 h are used at 15:00. The pause from 15:30 to 17:30 is paused and not at risk."""
    found = standings(
        tmp_path,
        PENDING,
        (at("17:30"), "status_changed", "pending", "open"),
        (at("18:00"), "resolved", None, None),
    )

    assert found == [
        ("at_risk", "Desk", "15:00:00", "15:30:00"),
        ("paused", "Desk", "15:30:00", "17:30:00"),
        ("at_risk", "Desk", "17:30:00", "18:00:00"),
    ]


def test_a_breach_ends_both(tmp_path: Path) -> None:
    """Raised to S1 while it is pending, with 6.5 h of 1 h used: breached, not paused any more."""
    found = standings(
        tmp_path,
        (at("15:20"), "team_assigned", "Desk", "Lab"),
        PENDING,
        (at("16:00"), "priority_changed", "S2", "S1"),
        (at("18:00"), "resolved", None, None),
    )

    assert found == [
        ("at_risk", "Desk", "15:00:00", "15:20:00"),
        ("at_risk", "Lab", "15:20:00", "15:30:00"),
        ("paused", "Lab", "15:30:00", "16:00:00"),
    ]


def test_what_stands_now_has_not_left(tmp_path: Path) -> None:
    """The newest event, at 15:00:00, is the very second at which 6 h are used."""
    found = standings(tmp_path, (at("15:00"), "commented", None, None))

    assert found == [("at_risk", "Desk", "15:00:00", None)]


def test_a_promise_kept_in_that_second_was_never_at_risk(tmp_path: Path) -> None:
    found = standings(tmp_path, (at("15:00"), "resolved", None, None))

    assert found == []
