"""Lays the reference beside a built warehouse and says where the two disagree."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from metrics.warehouse.connection import Warehouse
from tests.reference import Story, seconds, stories, value_at
from tests.reference_metrics import World
from tests.reference_promises import Judge
from tests.reference_repeats import Row, once

Rows = dict[tuple[Any, ...], Row]
PROMISE_COLUMNS = (
    "policy_version",
    "calendar",
    "target_seconds",
    "objective",
    "tier",
    "severity",
    "region",
    "team",
    "started_at",
    "due_at",
    "stopped_at",
    "breached_at",
    "met_at",
    "decided_at",
    "breach_left_at",
    "is_kept",
    "is_drill",
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
    again = timedelta(days=policy.reporting.recurrence_window_days)
    promises = {s.case["case_id"]: judge.promises(s) for s in told}
    said = {v["case_id"]: v for v in verdicts}
    found = World(told, promises, said, until, window, partial(dimensions, judge), again)
    return replace(found, judge=judge, zone=policy.reporting.zone)


DESCRIBED = ("kind", "category", "system", "stage", "dependency")


def dimensions(judge: Judge, story: Story, at: datetime) -> Row:
    """The words a case is broken down by, as they stood at an instant."""
    found = {name: story.case.get(name) for name in DESCRIBED}
    for name in ("tier", "region"):
        found[name] = value_at(judge.client_steps(story, name), at)
    found["severity"] = value_at(story.severities, at)
    found["team"] = value_at(story.teams, at)
    found["account"] = judge.called(story.case.get("account_id"))
    return {name: value or f"No {name}" for name, value in found.items()}


def disagreements(warehouse: Warehouse, ours: World, is_named: bool = False) -> list[str]:
    """One line per value on which reference and warehouse differ; empty when they agree.

    `is_named`: the reference's case ids are written source:case_id.
    """
    marts: dict[str, tuple[tuple[str, ...], Rows]] = {
        "fct_cases": ((), case_rows(ours)),
        "fct_cycles": (("cycle",), cycle_rows(ours)),
        "fct_promises": (("promise", "cycle"), promise_rows(ours)),
    }
    lines = []
    for table, (keys, mine) in marts.items():
        lines += compare(table, read(warehouse, table, keys, is_named), mine)
    return lines


def cycle_rows(ours: World) -> Rows:
    return {
        (s.case["case_id"], c.number): {name: getattr(c, name) for name in CYCLE_COLUMNS}
        | {"created_at": s.created_at}
        | {"started_at": c.opened_at - timedelta(seconds=c.carried_seconds)}
        for s in ours.stories
        for c in s.cycles
    }


def promise_rows(ours: World) -> Rows:
    """Of a promise whose clock stopped early, the due instant is a courtesy and not compared."""
    mine = {}
    for case_id, found in ours.promises.items():
        for one in found:
            names = UNKNOWN_COLUMNS if one.state == "unknown" else PROMISE_COLUMNS
            is_early = one.stopped_at and (one.due_at is None or one.due_at >= one.stopped_at)
            kept = [name for name in names if name != "due_at" or not is_early]
            key = (case_id, one.promise, one.cycle)
            mine[key] = {name: getattr(one, name) for name in kept}
    return mine


def case_rows(ours: World) -> Rows:
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
    if story.is_outreach:
        row["customer_first_response_seconds"] = None
    if last.resolved_at:
        open_seconds = seconds(last.opened_at, last.resolved_at)
        row["customer_resolution_seconds"] = last.carried_seconds + open_seconds
    return row


def in_time(at: datetime | None, end: datetime | None) -> datetime | None:
    """Evidence after the case's first end counts no more."""
    return None if at and end and at > end else at


def since(start: datetime, at: datetime | None) -> int | None:
    return None if at is None else seconds(start, at)


def read(warehouse: Warehouse, table: str, keys: tuple[str, ...], is_named: bool) -> Rows:
    """The rows of a mart by case id and `keys`, as plain values."""
    with warehouse.cursor() as cursor:
        cursor.execute(f"select * from {table}")
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for row in rows if is_named else ():
        row["case_id"] = f"{row['source']}:{row['case_id']}"
    found = {tuple(row[name] for name in ("case_id", *keys)): row for row in rows}
    assert len(found) == len(rows), f"{table} has two rows for one case and {keys}"
    return found


def compare(table: str, theirs: Rows, ours: Rows) -> list[str]:
    lines = [f"{table} {key}: only in the reference" for key in ours.keys() - theirs.keys()]
    lines += [f"{table} {key}: only in the warehouse" for key in theirs.keys() - ours.keys()]
    for key in ours.keys() & theirs.keys():
        for name, mine in ours[key].items():
            found = theirs[key].get(name, "no such column")
            if mine != found:
                lines.append(f"{table} {key} {name}: reference {mine}, warehouse {found}")
    return sorted(lines)
