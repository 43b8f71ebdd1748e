"""Which cases change a week that was closed: worked by hand, on two warehouses."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from metrics.warehouse.connection import Warehouse
from metrics.warehouse.late import late_arrivals
from tests.conftest import PROJECT
from tests.warehouses import build_rows

POLICY = PROJECT / "sample_data" / "policy"
CLOSED = datetime(2026, 11, 18, 12)  # Wednesday of W47: W46 and all before are closed


def case(case_id: str, **fields: Any) -> dict[str, Any]:
    known = {"case_id": case_id, "kind": "ticket", "severity": "S1", "tier": "Gold"}
    return known | {"row_number": 1} | fields


def life(case_id: str, day: int, resolved_hour: int | None = 12) -> list[dict[str, Any]]:
    """Created at 09:00Z on a day of November, resolved on the same day or not at all."""
    steps: list[tuple[str, int, str | None]] = [("created", 9, None), ("status_changed", 9, "new")]
    if resolved_hour is not None:
        steps.append(("status_changed", resolved_hour, "resolved"))
    return [
        {
            "case_id": case_id, "event_at": datetime(2026, 11, day, hour), "seq": seq,
            "type": kind, "to_value": value, "row_number": seq,
        }
        for seq, (kind, hour, value) in enumerate(steps, start=1)
    ]  # fmt: skip


def built(home: Path, *lives: list[dict[str, Any]], **fields: Any) -> Warehouse:
    names = dict.fromkeys(event["case_id"] for events in lives for event in events)
    events = [event for events in lives for event in events]
    return build_rows(home, [case(name, **fields) for name in names], events, (), POLICY, CLOSED)


def late(older: Warehouse, newer: Warehouse) -> pd.DataFrame:
    with older, newer:
        return late_arrivals(older, newer)


def test_case_that_arrives_after_its_week_closed_is_late(tmp_path: Path) -> None:
    """W45 was closed without C2. C3 of the running W47 is news, not late: it must not count."""
    old = built(tmp_path / "old", life("C1", 3))
    new = built(tmp_path / "new", life("C1", 3), life("C2", 4), life("C3", 17))

    found = late(old, new)

    assert found.to_dict("records") == [
        {
            "source": "made",
            "case_id": "C2",
            "is_new": True,
            "first_week": "2026-W45",
            "last_week": "2026-W45",
            "weeks": 1,
        }
    ]


def test_case_that_was_resolved_otherwise_changes_its_week(tmp_path: Path) -> None:
    old = built(tmp_path / "old", life("C1", 3, None))
    new = built(tmp_path / "new", life("C1", 3, 12))

    found = late(old, new)

    assert list(found["case_id"]) == ["C1"]
    assert not found["is_new"].any()


def test_withdrawn_case_changes_the_week_it_was_counted_in(tmp_path: Path) -> None:
    found = late(
        built(tmp_path / "old", life("C1", 3), life("C2", 4)),
        built(tmp_path / "new", life("C1", 3)),
    )

    assert list(found["case_id"]) == ["C2"]


def test_other_tier_counts_and_other_subject_does_not(tmp_path: Path) -> None:
    """A week is reported by tier and severity; a subject is in no figure."""
    base = built(tmp_path / "a", life("C1", 3))
    renamed = built(tmp_path / "b", life("C1", 3), subject="New words", owner="Ana")
    moved = built(tmp_path / "c", life("C1", 3), tier="Platinum")

    with base, renamed, moved:
        assert late_arrivals(base, renamed).empty
        assert list(late_arrivals(base, moved)["case_id"]) == ["C1"]


def test_same_loads_change_nothing(tmp_path: Path) -> None:
    found = late(built(tmp_path / "a", life("C1", 3)), built(tmp_path / "b", life("C1", 3)))

    assert found.empty
