"""Runs worked clock cases (JSON lines) through the calendar expansion and the clock models.

It builds nothing on disk: each line becomes one case with one promise in a scratch database,
and the same SQL that builds the warehouse says how long ran and when it falls due.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from metrics.errors import QuestionError
from metrics.policy.calendar import Calendar
from metrics.policy.expansion import block_rows, day_rows
from metrics.warehouse import calendars, connection, models
from metrics.warehouse.tables import TEXT, TIME, table

Span = tuple[datetime, datetime | None]
RESOLVE = calendars.PROMISE_KEYS["resolve"]
RUNNING, PAUSED = 1, 2  # the state keys of a worked case


class Line:
    """One worked case: a calendar, a start, pauses, and an end or a target."""

    def __init__(self, number: int, text: str) -> None:
        try:
            raw = json.loads(text)
            self.id = raw["id"]
            self.is_due = raw["kind"] == "due"
            self.calendar = Calendar.from_vector(raw["calendar"])
            self.start = _instant(raw["start"])
            self.end = None if self.is_due else max(self.start, _instant(raw["end"]))
            self.target = int(raw["seconds"]) if self.is_due else 0
            self.pauses = _union(raw.get("pauses", []), self.start, self.end)
        except (KeyError, TypeError, ValueError) as error:
            raise QuestionError(
                f"this is no clock case: {error!r}",
                where=f"line {number}",
                next_step="Give id, kind (elapsed or due), calendar, start, pauses, and end or "
                "seconds.",
            ) from error

    def stretches(self) -> list[tuple[datetime, datetime, int]]:
        """(from, until, state) without gaps from the start to where nothing changes any more."""
        found, at = [], self.start
        for begin, end in self.pauses:
            if begin > at:
                found.append((at, begin, RUNNING))
            found.append((begin, end or begin, PAUSED))
            at = end or begin
        last = self.end or at
        if last > at or not found or (self.is_due and self.pauses[-1][1] is not None):
            found.append((at, last, RUNNING))
        return found


def run(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One answer per line, in order: {"id", "seconds"} or {"id", "due": "...Z" | None}."""
    cases = [Line(number, text) for number, text in enumerate(lines, start=1) if text.strip()]
    with connection.scratch() as scratch:
        _fill(scratch, cases)
        models.run(scratch, (*models.LEDGER, "int_ends", "int_dues"))
        answers = scratch.sql("select case_key, elapsed_seconds, due_at from int_dues").fetchall()
    found = {key: (elapsed, due) for key, elapsed, due in answers}
    for key, case in enumerate(cases, start=1):
        elapsed, due = found[key]
        if case.is_due:
            yield {"id": case.id, "due": f"{due.isoformat()}Z" if due else None}
        else:
            yield {"id": case.id, "seconds": elapsed}


def _fill(scratch: duckdb.DuckDBPyConnection, cases: list[Line]) -> None:
    stretches: list[Any] = []
    cycles: list[Any] = []
    clocks: list[Any] = []
    days: list[Any] = []
    blocks: list[Any] = []
    for key, case in enumerate(cases, start=1):
        for place, (begin, until, state) in enumerate(case.stretches()):
            stretches.append((key, place + 1, 0, begin, until, "", state))
        cycles.append((key, 1, 1, place + 1))
        for state in (RUNNING, PAUSED):
            clocks.append((key, RESOLVE, state, key, case.target, None, state == PAUSED, None))
        first = case.start.date() - timedelta(days=1)
        last = max(until for _, until, _ in case.stretches()).date()
        end, intervals = calendars.reaching(case.calendar, first, last, case.target)
        days.extend((key, "", *row) for row in day_rows(intervals, first, end))
        blocks.extend((key, *row) for row in block_rows(intervals))
    _tables(scratch, stretches, cycles, len(cases))
    calendars.clocks(scratch, clocks)
    calendars.write(scratch, [], days, blocks)


def _tables(
    scratch: duckdb.DuckDBPyConnection, stretches: list[Any], cycles: list[Any], count: int
) -> None:
    table(
        scratch,
        "temp table stg_stretches",
        {
            "case_key": pa.int64(),
            "stretch": pa.int32(),
            "from_seq": pa.int64(),
            "from_at": TIME,
            "until_at": TIME,
            "team": TEXT,
            "state_key": pa.int64(),
        },
        stretches,
    )
    bounds = dict.fromkeys(("cycle", "first_stretch", "last_stretch"), pa.int32())
    table(scratch, "temp table int_cycles", {"case_key": pa.int64()} | bounds, cycles)
    columns = {"case_key": pa.int64(), "policy_version": pa.int64()}
    columns |= dict.fromkeys(("acknowledged_at", "replied_at", "first_ended_at"), TIME)
    columns |= dict.fromkeys(("acknowledged_seq", "replied_seq"), pa.int64())
    columns["is_agent_created"] = pa.bool_()
    rows = [(key, key, *[None] * 5, False) for key in range(1, count + 1)]
    table(scratch, "temp table int_cases", columns, rows)
    turns = {"case_key": pa.int64(), "promise_key": pa.int8(), "cycle": pa.int32()}
    turns |= {"stretch": pa.int32(), "from_at": TIME, "until_at": TIME, "state_key": pa.int64()}
    turns |= {"team": TEXT, "policy_version": pa.int64()}
    table(scratch, "temp table int_turn_spans", turns, [])
    watermark = {"as_of": TIME, "at_risk_share": pa.float64()}
    last = max((until for *_, until, _, _ in stretches), default=calendars.BEGINNING)
    table(scratch, "temp table watermark", watermark, [(last, 0.75)])


def _union(pauses: list[list[str | None]], start: datetime, end: datetime | None) -> list[Span]:
    """Pauses as ordered half-open spans inside the case, overlapping ones counted once."""
    read: list[Span] = [
        (max(_instant(begin), start), _instant(until) if until else None) for begin, until in pauses
    ]
    read.sort(key=lambda span: span[0])
    union: list[Span] = []
    for begin, until in read:
        if end is not None:
            begin, until = min(begin, end), min(until or end, end)
        if until is not None and until <= begin:
            continue
        if union and (union[-1][1] is None or begin <= union[-1][1]):
            last = union[-1][1]
            union[-1] = (union[-1][0], None if last is None or until is None else max(last, until))
        else:
            union.append((begin, until))
    return union


def _instant(text: Any) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None, microsecond=0)
