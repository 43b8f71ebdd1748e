"""Lays the reference beside a built warehouse and says where the two disagree."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from metrics.warehouse.connection import Warehouse
from tests.reference import Row, Story, once, seconds, stories
from tests.reference_metrics import World
from tests.reference_promises import Judge

PROMISE_COLUMNS = (
    "policy_version",
    "calendar",
    "target_seconds",
    "objective",
    "tier",
    "severity",
    "started_at",
    "due_at",
    "stopped_at",
    "breached_at",
    "met_at",
    "decided_at",
    "breach_left_at",
    "state",
    "elapsed_seconds",
)
# What a promise of a source without the evidence may say beside its state.
UNKNOWN_COLUMNS = ("policy_version", "started_at", "state", "decided_at", "met_at", "breached_at")
CASE_COLUMNS = (
    "status",
    "created_at",
    "acknowledged_at",
    "first_responded_at",
    "first_resolved_at",
    "resolved_at",
    "first_reopened_at",
    "reopen_count",
    "customer_acknowledge_seconds",
    "customer_first_response_seconds",
    "customer_first_resolution_seconds",
    "customer_resolution_seconds",
    "customer_last_resolution_seconds",
)
CYCLE_COLUMNS = (
    "is_reopen",
    "opened_at",
    "resolved_at",
    "reopened_at",
    "ended_at",
    "carried_seconds",
)


def world(
    cases: Iterable[Row],
    events: Iterable[Row],
    accounts: Iterable[Row],
    records: frozenset[str],
    policy: Any,
    as_of: datetime | None,
    verdicts: Iterable[Row] = (),
) -> World:
    """Everything the reference says of these contract rows; default watermark: newest event."""
    log, held = once(events), list(cases)
    until = as_of or max(e["event_at"] for e in log)
    if any(e["event_at"] <= until and not e.get("inferred") for e in log):
        records |= {"log"}
    told = stories(held, log, records, until)
    judge = Judge(policy, list(accounts), until)
    window = timedelta(days=policy.reporting.reopen_window_days)
    promises = {s.case["case_id"]: judge.promises(s) for s in told}
    said = {v["case_id"]: v for v in verdicts}
    return World(told, promises, said, until, window)


def disagreements(warehouse: Warehouse, ours: World, source: str | None = None) -> list[str]:
    """One line per value on which reference and warehouse differ; empty when they agree."""
    return [
        *compare("fct_cases", (), read(warehouse, "fct_cases", (), source), case_rows(ours)),
        *compare("fct_cycles", ("cycle",), *cycle_pair(warehouse, ours, source)),
        *compare("fct_promises", ("promise", "cycle"), *promise_pair(warehouse, ours, source)),
    ]


def cycle_pair(warehouse: Warehouse, ours: World, source: str | None) -> tuple[Row, Row]:
    mine = {
        (s.case["case_id"], c.number): {name: getattr(c, name) for name in CYCLE_COLUMNS}
        for s in ours.stories
        for c in s.cycles
    }
    return read(warehouse, "fct_cycles", ("cycle",), source), mine


def promise_pair(warehouse: Warehouse, ours: World, source: str | None) -> tuple[Row, Row]:
    mine = {}
    for case_id, found in ours.promises.items():
        for one in found:
            names = UNKNOWN_COLUMNS if one.state == "unknown" else PROMISE_COLUMNS
            key = (case_id, one.promise, one.cycle)
            mine[key] = {name: getattr(one, name) for name in names}
    return read(warehouse, "fct_promises", ("promise", "cycle"), source), mine


def case_rows(ours: World) -> dict[tuple[Any, ...], Row]:
    return {(s.case["case_id"],): case_row(s) for s in ours.stories}


def case_row(story: Story) -> Row:
    """The columns of fct_cases, each from its definition."""
    last, first_end = story.cycles[-1], story.first_ended_at
    waits = {"acknowledge": story.acknowledged_at, "first_response": story.first_responded_at}
    row = {
        "status": story.status,
        "created_at": story.created_at,
        "acknowledged_at": in_time(story.acknowledged_at, first_end),
        "first_responded_at": in_time(story.first_responded_at, first_end),
        "first_resolved_at": story.first_resolved_at,
        "resolved_at": story.resolved_at,
        "first_reopened_at": story.first_reopened_at,
        "reopen_count": story.reopen_count,
        "customer_first_resolution_seconds": since(story.created_at, story.first_resolved_at),
        "customer_last_resolution_seconds": since(story.created_at, story.resolved_at),
        "customer_resolution_seconds": None,
    }
    for name, at in waits.items():
        row[f"customer_{name}_seconds"] = since(story.created_at, in_time(at, first_end))
    if last.resolved_at:
        open_seconds = seconds(last.opened_at, last.resolved_at)
        row["customer_resolution_seconds"] = last.carried_seconds + open_seconds
    return row


def in_time(at: datetime | None, end: datetime | None) -> datetime | None:
    """Evidence after the case's first end counts no more."""
    return None if at and end and at > end else at


def since(start: datetime, at: datetime | None) -> int | None:
    return None if at is None else seconds(start, at)


def read(
    warehouse: Warehouse, table: str, keys: tuple[str, ...], source: str | None
) -> dict[tuple[Any, ...], Row]:
    """The rows of a mart by case id and `keys`, as plain values."""
    names = ("case_id", *keys)
    where = "where source = $source" if source else ""
    with warehouse.cursor() as cursor:
        cursor.execute(f"select * from {table} {where}", {"source": source} if source else {})
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    found = {tuple(row[name] for name in names): row for row in rows}
    assert len(found) == len(rows), f"{table} has two rows for one {names}"
    return found


def compare(
    table: str,
    _: tuple[str, ...],
    theirs: dict[tuple[Any, ...], Row],
    ours: dict[tuple[Any, ...], Row],
) -> list[str]:
    lines = [f"{table} {key}: only in the reference" for key in ours.keys() - theirs.keys()]
    lines += [f"{table} {key}: only in the warehouse" for key in theirs.keys() - ours.keys()]
    for key in sorted(ours.keys() & theirs.keys()):
        for name, mine in ours[key].items():
            found = theirs[key].get(name, "no such column")
            if mine != found:
                lines.append(f"{table} {key} {name}: reference {mine}, warehouse {found}")
    return sorted(lines)
