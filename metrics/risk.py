"""Promises still running at an instant: how much of each is used, and what is left of it.

The clocks go on from the as-of instant through the calendars as if nothing happened since; what
did happen since is not known here.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from metrics.errors import QuestionError
from metrics.report import as_csv
from metrics.warehouse import tables
from metrics.wording import is_nothing

SQL = Path(__file__).with_name("running.sql")
BANDS = ("on track", "50-75 %", "75-100 %", "breached")  # ServiceNow's, by share of target used
_REACH = """
    select as_of, (select max(until_at) from dim_calendar_days)
    from meta
"""


def running(cursor: duckdb.DuckDBPyConnection, now: datetime | None = None) -> pd.DataFrame:
    """One row per promise that is not kept, broken off or unknown, the least time left first.

    `now` is naive UTC and not before the as-of instant, which it is by itself; whole seconds
    count. Columns: case_key, case_id, promise, cycle, source, kind, account, tier, region,
    severity, team, owner, subject, status, calendar, target_seconds, started_at, due_at (null
    while paused), breached_at, updated_at (the last event that no bot made), elapsed_seconds,
    left_seconds (working time; negative: over by), used_share (null for a target of 0), band
    (BANDS), state (running or paused), reason (the status that pauses, `outside hours`, else
    null), chance (of a breach, 0 to 1; null when it cannot be said), group_name and group_n (the
    decided promises it was told from). Drills are left out. Raises `QuestionError` for an
    instant that the warehouse cannot reach.
    """
    instant = _reachable(cursor, now)
    found = tables.frame(cursor.execute(SQL.read_text(encoding="utf-8"), {"now": instant}))
    return found.assign(chance=None, group_name=None, group_n=None)


def as_text(found: pd.DataFrame, form: str) -> str:
    """The rows as CSV or as a JSON array; instants in UTC, ending in Z."""
    names = [str(name) for name in found.columns]
    rows = [{name: _plain(row[name]) for name in names} for row in found.to_dict("records")]
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    return as_csv(names, rows)


def _plain(value: Any) -> Any:
    if is_nothing(value):
        return None
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value


def _reachable(cursor: duckdb.DuckDBPyConnection, now: datetime | None) -> datetime | None:
    as_of, last = cursor.execute(_REACH).fetchall()[0]
    instant: datetime | None = now.replace(microsecond=0) if now else as_of
    if instant and as_of and instant < as_of:
        raise QuestionError(
            "the clocks cannot run back",
            where=f"{instant:%Y-%m-%dT%H:%M:%SZ}",
            next_step=f"The data reach to {as_of:%Y-%m-%dT%H:%M:%SZ}: ask for then or later, or "
            "rebuild with --as-of.",
        )
    if instant and last and instant >= last:
        raise QuestionError(
            "the hours are not known so far ahead",
            where=f"{instant:%Y-%m-%dT%H:%M:%SZ}",
            next_step=f"They are known to {last:%Y-%m-%dT%H:%M:%SZ}. Load newer exports.",
        )
    return instant
