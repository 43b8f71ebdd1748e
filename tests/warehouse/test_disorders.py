"""fct_disorders: events in an order that cannot be, each kind worked by hand."""

from datetime import datetime
from pathlib import Path
from typing import Any

from loaders.__main__ import main as loaders
from metrics.catalog import catalog
from metrics.query import Question, rows_behind, run
from metrics.warehouse.connection import Warehouse, open_warehouse
from tests.conftest import PROJECT
from tests.soundness.test_ties_and_edges import at, built, events
from tests.warehouses import build_rows

POLICY = PROJECT / "sample_data" / "policy"
Step = tuple[datetime, str, Any, Any]
CREATED: Step = (at("09:00"), "created", None, None)


def found(warehouse: Warehouse) -> list[tuple[str, str, datetime]]:
    """(case, kind, instant) of every row behind the figure."""
    metric = catalog()["impossible_orders"]
    with warehouse.cursor() as cursor:
        rows = rows_behind(cursor, metric, Question(metric=metric.name))
    columns = (rows["case_id"], rows["disorder"], rows["found_at"].dt.to_pydatetime())
    return list(zip(*columns, strict=True))


def step(clock: str, kind: str, word: str | None = None, day: int = 2) -> Step:
    return at(clock, day), kind, None, word


Named = dict[str, tuple[list[Step], list[tuple[str, datetime]]]]
LOGS: Named = {
    "before its creation": (
        [step("08:00", "commented")],
        [("event before creation", at("09:00"))],
    ),
    "acknowledged late": (
        [step("10:00", "resolved"), step("10:00:01", "acknowledged")],
        [("acknowledged after resolve", at("10:00:01"))],
    ),
    "acknowledged with the resolve": (
        [step("10:00", "resolved"), step("10:00", "acknowledged")],
        [],
    ),
    "acknowledged in a later cycle": (
        [step("10:00", "resolved"), step("11:00", "reopened"), step("12:00", "acknowledged")],
        [],
    ),
    "reopened while open": (
        [step("10:00", "reopened")],
        [("reopened while open", at("10:00"))],
    ),
    "reopened in its second": ([step("10:00", "resolved"), step("10:00", "reopened")], []),
    "reopened after a cancel": ([step("10:00", "cancelled"), step("11:00", "reopened")], []),
    "resolved after closed": (
        [step("10:00", "closed"), step("11:00", "resolved")],
        [("resolved after closed", at("11:00"))],
    ),
    "closed with the resolve": ([step("10:00", "closed"), step("10:00", "resolved")], []),
    "closed after the resolve": ([step("10:00", "resolved"), step("11:00", "closed")], []),
    "each kind once": (
        [step("10:00", "reopened"), step("11:00", "reopened")],
        [("reopened while open", at("10:00"))],
    ),
    "nothing wrong": ([step("10:00", "commented", day=3)], []),
}


def named(name: str, *log: Step) -> list[dict[str, Any]]:
    return [event | {"case_id": name} for event in events(*log)]


def test_orders_that_cannot_be(tmp_path: Path) -> None:
    """The kind, and the later of the two instants; order within a second is the log's own."""
    log = [row for name, (steps, _) in LOGS.items() for row in named(name, CREATED, *steps)]
    cases = [{"case_id": name, "kind": "ticket"} for name in LOGS]

    with build_rows(tmp_path, cases, log, (), POLICY) as warehouse:
        rows = found(warehouse)

    expected = [(name, *one) for name, (_, all_) in LOGS.items() for one in all_]
    assert sorted(rows) == sorted(expected)


def test_a_time_in_the_future_counts_when_its_file_was_landed(tmp_path: Path) -> None:
    """Landed on 1 January 2040, an event of the fourth: nothing before that day is over, and
    there once the data reach it."""
    created = (datetime(2039, 12, 30), "created", None, None)
    log = events(created, (datetime(2040, 1, 4), "commented", None, None))

    with built(tmp_path / "now", log) as warehouse:
        early = found(warehouse)
    with built(tmp_path / "then", log, as_of=datetime(2040, 1, 5)) as warehouse:
        late = found(warehouse)

    assert early == []
    assert late == [("A", "time in the future", datetime(2040, 1, 1))]


def test_a_row_that_ends_before_it_starts_counts_with_its_case(tmp_path: Path) -> None:
    """T1 is set aside whole, so it counts without a tier, dated by its start; its line is named."""
    file = tmp_path / "cases.csv"
    file.write_text(
        "Ticket,Opened,Resolved\n"
        "T1,2026-03-03 09:00,2026-03-02 09:00\n"
        "T2,2026-03-04 09:00,2026-03-05 09:00\n"
    )
    mapping = tmp_path / "cases.mapping.yaml"
    mapping.write_text(
        "table: cases\ntime_zone: UTC\nkind: ticket\n"
        "columns: {case_id: Ticket, created_at: Opened, resolved_at: Resolved}\n"
    )
    home = tmp_path / "home"
    places = ("--home", str(home), "--policy", str(POLICY), "--mapping", str(mapping))

    assert loaders(["load", str(file), *places]) == 0

    asked = Question(metric="impossible_orders", by=("tier", "disorder"))
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        (row,) = run(cursor, catalog()["impossible_orders"], asked).to_dict("records")
        kept = cursor.execute("select case_id, line from rejected_rows").fetchall()
        named = found(warehouse)
    assert (row["tier"], row["disorder"], row["n"]) == ("No tier", "end before start", 1)
    assert named == [("T1", "end before start", at("09:00", 3))]
    assert kept == [("T1", 2)]
