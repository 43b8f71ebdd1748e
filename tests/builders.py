"""Marts in memory, filled row by row with every field defaulted, so a test shows what matters.

Monday 2026-03-02 00:00Z is hour 0 of the tests' week 2026-W10; weeks are those of the zone
given to `marts`. `T("2026-03-02 09:00")` reads an instant.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import duckdb
import pyarrow as pa

from metrics.warehouse.connection import scratch
from tests.mart_calendar import calendar
from tests.mart_tables import MOMENTS, STATE, TABLES

Row = dict[str, Any]
AS_OF = datetime(2026, 3, 29, 23, 59, 59)

_DEFAULTS: Row = {
    "source": "desk",
    "kind": "ticket",
    "account_id": "A1",
    "account": "Acme",
    "tier": "Gold",
    "region": "EU",
    "severity": "S3",
    "team": "Support",
    "category": "Login",
    "system": "SSO",
    "is_drill": False,
    "is_merged": False,
}
_keys = count(1)


def T(text: str) -> datetime:
    """The naive UTC instant written as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text)


@contextmanager
def marts(
    *rows: tuple[str, Row], as_of: datetime = AS_OF, zone: str = "UTC"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with every mart, empty but for `rows`, the calendar and one meta row."""
    with scratch() as connection:
        fill(connection, *rows, as_of=as_of, zone=zone)
        yield connection


def fill(
    connection: duckdb.DuckDBPyConnection,
    *rows: tuple[str, Row],
    as_of: datetime = AS_OF,
    zone: str = "UTC",
) -> None:
    """Creates every mart in `connection` and inserts `rows`, such as `case(tier="Gold")`."""
    for table, ddl in TABLES.items():
        connection.execute(f"create or replace table {table} ({ddl})")
    _insert(connection, "meta", [meta(as_of=as_of, reporting_zone=zone)[1]])
    for table, rows_of_zone in calendar(zone).items():
        _insert_table(connection, table, rows_of_zone)
    for table in TABLES:
        _insert(connection, table, [row for name, row in rows if name == table])


def put(connection: duckdb.DuckDBPyConnection, *rows: tuple[str, Row]) -> None:
    """Puts `rows` in the place of what their marts held."""
    for table in {name for name, _ in rows}:
        connection.execute(f"delete from {table}")
        _insert(connection, table, [row for name, row in rows if name == table])


def meta(**fields: Any) -> tuple[str, Row]:
    """The one row of `meta`."""
    known: Row = {
        "version": "warehouse-1.duckdb",
        "as_of": AS_OF,
        "policy_version": 1,
        "policy_digest": "0" * 64,
        "reporting_zone": "UTC",
        "reopen_window_days": 30,
        "built_at": "2026-03-30T00:00:00Z",
    }
    return _row("meta", known, fields)


def case(**fields: Any) -> tuple[str, Row]:
    """A case: created Monday 09:00, open, of a source that records everything; its tier, region,
    severity and team have always been what they are."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "subject": "Cannot log in",
        "cluster": "Unclustered",
        "priority": "3",
        "status": "open",
        "is_agent_created": False,
        "is_cancelled": False,
        "is_open": True,
        "created_at": T("2026-03-02 09:00"),
        "is_acknowledge_inferred": False,
        "reopen_count": 0,
        "records_acknowledged": True,
        "records_replied": True,
        "landed_load_id": "0" * 16,
        "landed_row_number": 1,
        "first_ended_at": fields.get("first_resolved_at") or fields.get("ended_at"),
    }
    return _row("fct_cases", known | _always(fields, MOMENTS), fields)


def cycle(**fields: Any) -> tuple[str, Row]:
    """A cycle: the first of its case, opened Monday 09:00, not ended."""
    first = T("2026-03-02 09:00")
    opened = fields.get("opened_at", first)
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "cycle": 1,
        "created_at": opened if fields.get("cycle", 1) == 1 else first,
        "started_at": opened - timedelta(seconds=fields.get("carried_seconds", 0)),
        "opened_at": opened,
        "carried_seconds": 0,
        "is_last": True,
        "is_undated": False,
        "ended_at": fields.get("resolved_at"),
    }
    return _row("fct_cycles", known | _always(fields, ("opened",)), fields)


def recurrence(**fields: Any) -> tuple[str, Row]:
    """A case that says what it is about: opened Monday 09:00, after and before nothing."""
    known = {"case_key": next(_keys), "created_at": T("2026-03-02 09:00"), "is_chronic": False}
    hidden = ("account_id", "is_drill", "is_merged")
    words = {name: word for name, word in _DEFAULTS.items() if name not in hidden}
    return _row("fct_recurrences", words | _always(fields, ("resolved",)) | known, fields)


def promise(**fields: Any) -> tuple[str, Row]:
    """A promise to acknowledge within an hour, started Monday 09:00, running."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "promise": "acknowledge",
        "cycle": 1,
        "stage": "No stage",
        "dependency": "No dependency",
        "policy_version": 1,
        "calendar": "always",
        "target_seconds": 3600,
        "objective": 0.95,
        "started_at": T("2026-03-02 09:00"),
        "due_at": T("2026-03-02 10:00"),
        "is_kept": fields.get("met_at") is not None,
        "decided_at": fields.get("met_at"),
        "state": "running",
        "elapsed_seconds": 0,
        "carried_seconds": 0,
        "left_seconds": 3600,
        "is_open": True,
    }
    return _row("fct_promises", known, fields)


def survey(**fields: Any) -> tuple[str, Row]:
    """A satisfied answer, on Tuesday, about a case whose promise was met."""
    key = next(_keys)
    known = _DEFAULTS | {
        "survey_key": key,
        "case_key": key,
        "resolve_verdict": "met",
        "answered_at": T("2026-03-03 09:00"),
        "score": 5,
        "max_score": 5,
    }
    return _row("fct_surveys", known, fields)


def vendor_figure(**fields: Any) -> tuple[str, Row]:
    """A promise that the source says was kept, on Monday at noon."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "figure": "verdict",
        "decided_at": T("2026-03-02 12:00"),
        "value": 1,
    }
    return _row("fct_vendor_figures", known, fields)


def clock_move(**fields: Any) -> tuple[str, Row]:
    """A severity lowered on Tuesday, early in a promise to resolve within 8 hours."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "cycle": 1,
        "move": "downgrade",
        "moved_at": T("2026-03-03 09:00"),
        "target_seconds": 28800,
        "elapsed_seconds": 60,
    }
    return _row("fct_clock_moves", known, fields)


def segment(**fields: Any) -> tuple[str, Row]:
    """A stretch in which a clock ran."""
    known: Row = {"case_key": 1, "promise": "acknowledge", "cycle": 1, "segment": 1}
    return _row("fct_segments", known | {"is_running": True, "reason": "running"}, fields)


def event(**fields: Any) -> tuple[str, Row]:
    """An event: a creation."""
    known: Row = {"case_key": 1, "case_id": "C1", "source": "desk", "seq": 1, "type": "created"}
    known |= {"event_at": T("2026-03-02 09:00"), "is_public": True, "is_bot": False}
    return _row("case_events", known | {"inferred": False, "row_number": 1}, fields)


def any_row(table: str, **fields: Any) -> tuple[str, Row]:
    """A row of a table without defaults of its own."""
    return _row(table, {}, fields)


def _always(fields: Row, moments: Sequence[str]) -> Row:
    """The state of a case, at each of these moments as it is now."""
    now = _DEFAULTS | fields
    return {f"{moment}_{name}": now[name] for moment in moments for name in STATE}


def _row(table: str, known: Row, fields: Row) -> tuple[str, Row]:
    names = [column.split()[0] for column in TABLES[table].split(", ")]
    unknown = set(fields) - set(names)
    assert not unknown, f"{table} has no {sorted(unknown)}"
    fitting = {name: value for name, value in known.items() if name in names}
    row = dict.fromkeys(names) | fitting | fields
    if "case_id" in names and row["case_id"] is None:
        row["case_id"] = f"C{row['case_key']}"
    return table, row


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    if rows:
        _insert_table(connection, table, pa.Table.from_pylist(rows))


def _insert_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """As Arrow: row by row it took half of a test."""
    connection.register("new_rows", rows)
    connection.execute(f"insert into {table} by name select * from new_rows")
    connection.unregister("new_rows")
