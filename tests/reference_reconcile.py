"""The second reconciliation: the same reasons found by plain loops over the marts."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import duckdb

Row = dict[str, Any]
SAME = 60


def reasons(connection: duckdb.DuckDBPyConnection, source: str) -> list[tuple[str, str]]:
    """(what was compared, reason) of every disagreement: verdicts, then durations, by case."""
    cases = {row["case_id"]: row for row in _rows(connection, "fct_cases") if _is(row, source)}
    clocks = _clocks(connection, source)
    told = [row for row in _rows(connection, "vendor_promises") if row["source"] == source]
    judged = {row["case_id"] for row in told if row["promise"] == "resolve"}
    for case in cases.values():
        if case["case_id"] in judged:
            continue
        if case["vendor_met"] is None and case["vendor_resolution_seconds"] is None:
            continue
        told.append(
            {
                "case_id": case["case_id"],
                "promise": "resolve",
                "cycle": None,
                "met": case["vendor_met"],
                "started_at": None,
                "stopped_at": case["vendor_resolved_at"],
                "target_seconds": None,
                "elapsed_seconds": case["vendor_resolution_seconds"],
            }
        )
    found: dict[str, list[tuple[tuple[str, str, int], str]]] = {"verdict": [], "duration": []}
    for one in told:
        case = cases.get(one["case_id"])
        if case is None:
            continue
        clock = _clock(clocks[(one["case_id"], one["promise"])], one["cycle"])
        place = (one["case_id"], one["promise"], one["cycle"] or (clock or {}).get("cycle") or 1)
        verdict, duration = _verdict(one, case, clock), _duration(one, case, clock)
        found["verdict"] += [(place, verdict)] if verdict else []
        found["duration"] += [(place, duration)] if duration else []
    return [(kind, reason) for kind in found for _, reason in sorted(found[kind])]


def _is(case: Row, source: str) -> bool:
    return case["source"] == source and not case["is_drill"]


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    answered = connection.execute(f"select * from {table}")
    names = [column[0] for column in answered.description]
    return [dict(zip(names, row, strict=True)) for row in answered.fetchall()]


def _clocks(connection: duckdb.DuckDBPyConnection, source: str) -> dict[tuple[str, str], list[Row]]:
    """The promises of each case and kind by cycle, with what their ledger holds up to there."""
    stretches: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in _rows(connection, "fct_segments"):
        stretches[(row["case_key"], row["promise"])].append(row)
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(_rows(connection, "fct_promises"), key=lambda row: row["cycle"]):
        if not _is(row, source):
            continue
        sofar = [
            one
            for one in stretches[(row["case_key"], row["promise"])]
            if one["cycle"] <= row["cycle"]
        ]
        rest = [one for one in sofar if one["reason"] == "paused by status"]
        row["wall"] = sum(_seconds(one["from_at"], one["to_at"]) for one in sofar)
        row["paused"] = sum(_seconds(one["from_at"], one["to_at"]) for one in rest)
        row["severities"] = {one["severity"] for one in sofar} - {None}
        row["has_ledger"] = bool(sofar)
        found[(row["case_id"], row["promise"])].append(row)
    return found


def _clock(cycles: list[Row], cycle: int | None) -> Row | None:
    if cycle is not None:
        return next((row for row in cycles if row["cycle"] == cycle), None)
    if not cycles:
        return None
    is_breached = any(row["state"] == "breached" for row in cycles)
    return cycles[-1] | ({"state": "breached"} if is_breached else {})


def _verdict(told: Row, case: Row, clock: Row | None) -> str | None:
    if told["met"] is None:
        return None
    if _is_agents_own(told, case):
        return "agent-created"
    if clock is None:
        return "target"
    state, target = clock["state"], told["target_seconds"] or clock["target_seconds"]
    if state == ("met" if told["met"] else "breached"):
        return None
    if state in ("unknown", "cancelled", "not_applicable") or (told["met"] and state != "breached"):
        return "data"
    if _differ(told["started_at"], clock["started_at"]):
        return "clock start"
    if told["target_seconds"] and told["target_seconds"] != clock["target_seconds"]:
        return "target"
    if not told["met"] and clock["wall"] > target:
        return "calendar" if clock["wall"] - clock["paused"] > target else "pause"
    if _is_reopened(case):
        return "reopen"
    if len(clock["severities"]) > 1:
        return "priority change"
    return "data" if _differ(told.get("stopped_at"), clock["stopped_at"]) else "unexplained"


def _duration(told: Row, case: Row, clock: Row | None) -> str | None:
    vendor = told["elapsed_seconds"]
    is_open = (clock or case)["is_open"]
    if vendor is None or (is_open and told["met"] is False):
        return None
    if _is_agents_own(told, case):
        return "agent-created"
    if clock is None and told["promise"] != "resolve":
        return "target"
    ours = clock["elapsed_seconds"] if clock else case["customer_resolution_seconds"]
    if ours is not None and not is_open and abs(vendor - ours) <= SAME:
        return None
    if is_open or ours is None or (clock and clock["state"] == "unknown"):
        return "data"
    if clock and _differ(told["started_at"], clock["started_at"]):
        return "clock start"
    stopped = clock["stopped_at"] if clock else case["resolved_at"]
    if _differ(told.get("stopped_at"), stopped) and not _is_reopened(case):
        return "data"
    wall = clock["wall"] if clock and clock["has_ledger"] else case["customer_resolution_seconds"]
    paused = clock["paused"] if clock else 0
    if wall is not None and abs(vendor - wall) <= SAME:
        return "calendar" if wall - paused - ours >= paused else "pause"
    if wall is not None and abs(vendor - wall + paused) <= SAME:
        return "calendar"
    return "reopen" if _is_reopened(case) else "unexplained"


def _is_agents_own(told: Row, case: Row) -> bool:
    return told["promise"] == "first_response" and bool(case["is_agent_created"])


def _is_reopened(case: Row) -> bool:
    return case["reopen_count"] > 0 or (case["vendor_reopen_count"] or 0) > 0


def _differ(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and abs(_seconds(one, other)) > SAME


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
