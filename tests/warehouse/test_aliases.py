"""A case that two files call by different ids is one case."""

from datetime import datetime
from pathlib import Path
from typing import Any

from tests.warehouses import build_rows

POLICY = Path(__file__).parents[2] / "sample_data" / "policy"


def event(case_id: str, type_: str, at: str) -> dict[str, Any]:
    return {"case_id": case_id, "type": type_, "event_at": datetime.fromisoformat(at), "seq": 0}


def test_files_that_name_a_case_by_another_id_tell_of_the_same_case(tmp_path: Path) -> None:
    """ServiceNow's history knows the sys_id, the incident table the number as well."""
    cases = [
        {"case_id": "INC1", "alias_id": "a9e3"},
        {"case_id": "INC2", "alias_id": "b7", "parent_id": "a9e3"},
    ]
    events = [
        event("INC1", "created", "2026-01-05 08:00"),
        event("INC2", "created", "2026-01-05 08:00"),
        event("a9e3", "resolved", "2026-01-05 09:30"),
    ]

    with (
        build_rows(tmp_path, cases, events, policy_yaml=POLICY) as warehouse,
        warehouse.cursor() as cursor,
    ):
        found = cursor.execute(
            "select case_id, resolved_at, parent_id from fct_cases order by case_id"
        ).fetchall()

    assert found == [
        ("INC1", datetime(2026, 1, 5, 9, 30), None),
        ("INC2", None, "INC1"),
    ]
