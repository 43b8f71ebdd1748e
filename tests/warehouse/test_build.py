"""Building: aside, checked, swapped in whole; what cannot be placed is set aside and counted."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.errors import PolicyError, WarehouseError
from metrics.warehouse import checks, connection
from metrics.warehouse.build import build
from metrics.warehouse.connection import Warehouse
from tests.warehouses import build_rows

Row = dict[str, Any]
POLICY = Path(__file__).parents[2] / "sample_data" / "policy"


def event(case_id: str, at: str, type_: str, **values: object) -> Row:
    return {
        "case_id": case_id,
        "event_at": datetime.fromisoformat(at),
        "type": type_,
        "seq": 0,
    } | values


CREATED = event("C1", "2026-06-01T09:00:00", "created")


def made(tmp: Path, events: list[Row], **options: Any) -> Warehouse:
    names = sorted({row["case_id"] for row in events})
    cases = [{"case_id": name} for name in names]
    return build_rows(tmp, cases, events, policy_yaml=POLICY, **options)


def rows(warehouse: Warehouse, sql: str) -> list[tuple[Any, ...]]:
    with warehouse.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def test_a_broken_policy_leaves_the_old_warehouse_serving(tmp_path: Path) -> None:
    """A bad policy changes nothing."""
    version = made(tmp_path, [CREATED]).version

    with pytest.raises(PolicyError):
        build(tmp_path, tmp_path / "nowhere", [])

    assert connection.current(tmp_path) == version


def test_a_failed_check_leaves_the_old_warehouse_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warehouse that fails its checks is never published."""
    version = made(tmp_path, [CREATED]).version
    monkeypatch.setitem(checks.CHECKS, "nothing is wrong", "select 3")

    with pytest.raises(WarehouseError, match=r"nothing is wrong \(3 rows"):
        build(tmp_path, POLICY, [])

    assert connection.current(tmp_path) == version


def test_what_a_killed_build_left_is_swept_and_three_versions_stay(tmp_path: Path) -> None:
    """Readers of the last two versions go on; the rest is removed."""
    folder = connection.warehouse_folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / "warehouse-0.duckdb.building").write_text("half", encoding="utf-8")

    for _ in range(5):
        report = build(tmp_path, POLICY, [])

    assert len(list(folder.glob("warehouse-*.duckdb"))) == 3
    assert list(folder.glob("*.building*")) == []
    assert connection.current(tmp_path) == report.version


def test_no_exports_make_an_empty_warehouse(tmp_path: Path) -> None:
    """Nothing loaded is a state, not an error: no cases, no watermark."""
    report = build(tmp_path, POLICY, [])

    assert (report.cases, report.promises, report.as_of) == (0, 0, None)


def test_an_event_before_creation_is_set_aside(tmp_path: Path) -> None:
    """It is listed with its rule and cure, and the case keeps its other events."""
    early = event("C1", "2026-06-01T08:59:59", "acknowledged", row_number=7)

    warehouse = made(tmp_path, [CREATED, early])

    assert rows(warehouse, "select case_id, rule from rejected_rows") == [("C1", "before_creation")]
    assert rows(warehouse, "select acknowledged_at from fct_cases") == [(None,)]


def test_a_case_without_creation_is_set_aside_whole(tmp_path: Path) -> None:
    """Without its start no duration is known: every event of it is listed, none is guessed."""
    orphan = [event("C2", f"2026-06-01T1{n}:00:00", "commented", actor=str(n)) for n in range(3)]

    warehouse = made(tmp_path, [CREATED, *orphan])

    assert rows(warehouse, "select rule, count(*) from rejected_rows group by 1") == [
        ("no_creation", 3)
    ]
    assert rows(warehouse, "select case_id from fct_cases") == [("C1",)]


def test_a_typing_error_does_not_move_the_watermark(tmp_path: Path) -> None:
    """An event decades after its file was landed is set aside, and open work is not aged by it."""
    warehouse = made(tmp_path, [CREATED, event("C1", "2062-06-01T09:00:00", "commented")])

    assert rows(warehouse, "select rule from rejected_rows") == [("future_date",)]
    assert rows(warehouse, "select as_of from meta") == [(datetime(2026, 6, 1, 9),)]


def test_repeated_events_count_once(tmp_path: Path) -> None:
    """The same event twice in a file is one event, and the load says so."""
    said = event("C1", "2026-06-01T10:00:00", "commented", actor="Ann")

    warehouse = made(tmp_path, [CREATED, said, said | {"row_number": 9}])

    assert rows(warehouse, "select count(*) from case_events") == [(2,)]
    assert rows(warehouse, "select rows_duplicate from loads") == [(1,)]


def test_as_of_cuts_the_history(tmp_path: Path) -> None:
    """Events after the watermark do not exist: the case is open again."""
    solved = event("C1", "2026-06-01T12:00:00", "resolved")

    warehouse = made(tmp_path, [CREATED, solved], as_of=datetime(2026, 6, 1, 11, 59, 59))

    assert rows(warehouse, "select is_open, resolved_at from fct_cases") == [(True, None)]


def test_a_case_resolved_in_the_second_it_came_is_resolved(tmp_path: Path) -> None:
    """A state that lasts no second is still a state: one cycle of 0 s, and a reopen is a second."""
    solved = event("C1", "2026-06-01T09:00:00", "resolved", seq=1)
    again = event("C1", "2026-06-02T09:00:00", "reopened", seq=2)

    warehouse = made(tmp_path, [CREATED, solved, again])

    cycles = "select cycle, opened_at, resolved_at, is_reopen from fct_cycles order by cycle"
    assert rows(warehouse, cycles) == [
        (1, datetime(2026, 6, 1, 9), datetime(2026, 6, 1, 9), False),
        (2, datetime(2026, 6, 2, 9), None, True),
    ]


def test_unknown_values_pass_through_and_are_listed(tmp_path: Path) -> None:
    """A status nobody mapped runs the clock and is listed, with the number of cases."""
    odd = event("C1", "2026-06-01T10:00:00", "status_changed", to_value="On Ice")

    warehouse = made(tmp_path, [CREATED, odd])

    listed = "select column_name, value, cases from unmapped_values"
    assert rows(warehouse, listed) == [("status", "On Ice", 1)]
    assert rows(warehouse, "select is_open from fct_cases") == [(True,)]
