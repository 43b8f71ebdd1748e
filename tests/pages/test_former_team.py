"""A team, tier and severity that no case has any more: a closed week still counts them, and its
links must still be understood."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.pages.conftest import POLICY, Opened, words
from tests.warehouses import build_rows

MONDAY = datetime(2026, 11, 9, 9)
NEXT_WEEK = MONDAY + timedelta(days=7)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case, acknowledged in time by Field; a week later it is Lab's, and an S2 of Silver."""
    folder = tmp_path_factory.mktemp("former")
    case = {"case_id": "moved", "kind": "incident", "severity": "S2", "tier": "Silver"}
    told = (
        (MONDAY, {"type": "created", "actor": "Ann"}),
        (MONDAY, {"type": "acknowledged", "actor": "Ann"}),
        (NEXT_WEEK, {"type": "team_assigned", "from_value": "Field", "to_value": "Lab"}),
        (NEXT_WEEK, {"type": "priority_changed", "from_value": "S1", "to_value": "S2"}),
        (NEXT_WEEK, {"type": "tier_changed", "from_value": "Gold", "to_value": "Silver"}),
    )
    events = [
        {"case_id": "moved", "event_at": at, "seq": seq, "row_number": seq, **event}
        for seq, (at, event) in enumerate(told, start=1)
    ]
    rows = [{**case, "team": "Lab", "row_number": 1}]
    build_rows(folder, rows, events, [], POLICY, datetime(2026, 11, 18, 12)).close()
    return folder


@pytest.mark.parametrize(
    "dimension, before, now", [("team", "Field", "Lab"), ("severity", "S1", "S2")]
)
def test_a_filter_knows_what_a_closed_week_counts(
    opened: Opened, home: Path, dimension: str, before: str, now: str
) -> None:
    """The link was answered with "is not in this warehouse; it was left out", and the figure of
    everybody stood there."""
    week = {"from": "2026-11-09", "to": "2026-11-15"}
    then = words(opened(home, "cases", metric="sla_adherence", **week, **{dimension: before}))
    later = words(opened(home, "cases", metric="sla_adherence", **week, **{dimension: now}))

    assert "not in this warehouse" not in then + later
    assert "SLA adherence: 1 of 4" in then
    assert "nothing was counted" in later
