"""Marts in memory, filled row by row with every field defaulted, so a test shows what matters.

Monday 2026-03-02 00:00Z is hour 0 of the tests' week 2026-W10; weeks are those of the zone
given to `marts`. `T("2026-03-02 09:00")` reads an instant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from metrics.warehouse.connection import scratch

Row = dict[str, Any]
FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)
AS_OF = datetime(2026, 3, 29, 23, 59, 59)

_DIMENSIONS = (
    "source text, kind text, account_id text, account text, tier text, region text, "
    "severity text, team text, category text, system text"
)
TABLES = {
    "meta": "version text, as_of timestamp, policy_version bigint, "
    "policy_effective_from timestamp, policy_digest text, reporting_zone text, built_at text",
    "sources": "source text, cases bigint, events bigint, newest_event_at timestamp, "
    "oldest_event_at timestamp, landed_at text, files bigint, records text",
    "loads": "load_id text, source text, file_name text, sha256 text, landed_at text, "
    "rows_landed bigint, rows_rejected bigint, rows_duplicate bigint, options text, "
    "is_used boolean",
    "rejected_rows": "load_id text, source text, file_name text, line bigint, "
    "row_number bigint, case_id text, column_name text, value text, rule text, cure text",
    "unmapped_values": "source text, column_name text, value text, cases bigint",
    "policy_warnings": "warning text",
    "policy_tiers": "tier text, position bigint",
    "policy_severities": "severity text, position bigint",
    "case_events": "case_key bigint, case_id text, source text, event_at timestamp, seq bigint, "
    "type text, from_value text, to_value text, actor text, level bigint, is_public boolean, "
    "is_bot boolean, inferred boolean, load_id text, row_number bigint",
    "dim_accounts": "account_id text, account text, tier text, region text, time_zone text, "
    "owner text, renewal_on date",
    "dim_dates": "utc_day date, from_at timestamp, until_at timestamp, day text, week text, "
    "month text, quarter text",
    "dim_periods": "grain text, period text, start_at timestamp, end_at timestamp",
    "dim_calendar_days": "calendar_key integer, calendar text, utc_day date, from_at timestamp, "
    "until_at timestamp, is_open boolean, open_seconds_before bigint",
    "fct_cases": f"case_key bigint, case_id text, {_DIMENSIONS}, subject text, priority text, "
    "data_domain text, stage text, dependency text, owner text, status text, parent_id text, "
    "is_drill boolean, is_merged boolean, is_cancelled boolean, is_open boolean, "
    "created_at timestamp, acknowledged_at timestamp, is_acknowledge_inferred boolean, "
    "first_responded_at timestamp, first_resolved_at timestamp, resolved_at timestamp, "
    "closed_at timestamp, first_reopened_at timestamp, reopen_count bigint, "
    "ended_at timestamp, records_acknowledged boolean, records_replied boolean, "
    "customer_acknowledge_seconds bigint, customer_first_response_seconds bigint, "
    "customer_first_resolution_seconds bigint, customer_resolution_seconds bigint, "
    "customer_last_resolution_seconds bigint, contract_acknowledge_seconds bigint, "
    "contract_first_response_seconds bigint, contract_resolution_seconds bigint, "
    "vendor_met boolean, vendor_decided_at timestamp, vendor_resolved_at timestamp, "
    "vendor_resolution_seconds bigint, vendor_reopen_count bigint, landed_load_id text, "
    "landed_row_number bigint",
    "fct_cycles": f"case_key bigint, case_id text, cycle bigint, {_DIMENSIONS}, "
    "is_drill boolean, is_merged boolean, opened_at timestamp, resolved_at timestamp, "
    "reopened_at timestamp, ended_at timestamp, carried_seconds bigint, is_last boolean",
    "fct_promises": "case_key bigint, case_id text, promise text, cycle bigint, "
    f"{_DIMENSIONS}, subject text, owner text, is_drill boolean, is_merged boolean, "
    "policy_version bigint, calendar text, target_seconds bigint, objective double, "
    "started_at timestamp, due_at timestamp, stopped_at timestamp, breached_at timestamp, "
    "met_at timestamp, decided_at timestamp, state text, elapsed_seconds bigint, "
    "left_seconds bigint, is_open boolean, breach_left_at timestamp",
    "fct_segments": "case_key bigint, case_id text, promise text, cycle bigint, "
    "segment bigint, from_at timestamp, to_at timestamp, is_running boolean, reason text, "
    "status text, tier text, severity text, calendar text, target_seconds bigint, "
    "elapsed_seconds bigint, elapsed_after_seconds bigint, left_after_seconds bigint, "
    "policy_version bigint",
}
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
    _insert(connection, "dim_periods", list(_periods(ZoneInfo(zone))))
    _insert(connection, "dim_dates", list(_dates(ZoneInfo(zone))))
    for table in TABLES:
        _insert(connection, table, [row for name, row in rows if name == table])


def meta(**fields: Any) -> tuple[str, Row]:
    """The one row of `meta`."""
    known: Row = {
        "version": "warehouse-1.duckdb",
        "as_of": AS_OF,
        "policy_version": 1,
        "policy_digest": "0" * 64,
        "reporting_zone": "UTC",
        "built_at": "2026-03-30T00:00:00Z",
    }
    return _row("meta", known, fields)


def case(**fields: Any) -> tuple[str, Row]:
    """A case: created Monday 09:00, open, of a source that records everything."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "subject": "Cannot log in",
        "priority": "3",
        "status": "open",
        "is_cancelled": False,
        "is_open": True,
        "created_at": T("2026-03-02 09:00"),
        "is_acknowledge_inferred": False,
        "reopen_count": 0,
        "records_acknowledged": True,
        "records_replied": True,
        "landed_load_id": "0" * 16,
        "landed_row_number": 1,
    }
    return _row("fct_cases", known, fields)


def cycle(**fields: Any) -> tuple[str, Row]:
    """A cycle: the first of its case, opened Monday 09:00, not ended."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "cycle": 1,
        "opened_at": T("2026-03-02 09:00"),
        "carried_seconds": 0,
        "is_last": True,
        "ended_at": fields.get("resolved_at"),
    }
    return _row("fct_cycles", known, fields)


def promise(**fields: Any) -> tuple[str, Row]:
    """A promise to acknowledge within an hour, started Monday 09:00, running."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "promise": "acknowledge",
        "cycle": 1,
        "subject": "Cannot log in",
        "policy_version": 1,
        "calendar": "always",
        "target_seconds": 3600,
        "objective": 0.95,
        "started_at": T("2026-03-02 09:00"),
        "due_at": T("2026-03-02 10:00"),
        "state": "running",
        "elapsed_seconds": 0,
        "left_seconds": 3600,
        "is_open": True,
    }
    return _row("fct_promises", known, fields)


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


def _row(table: str, known: Row, fields: Row) -> tuple[str, Row]:
    names = [column.split()[0] for column in TABLES[table].split(", ")]
    unknown = set(fields) - set(names)
    assert not unknown, f"{table} has no {sorted(unknown)}"
    row = dict.fromkeys(names) | known | fields
    if "case_id" in names and row["case_id"] is None:
        row["case_id"] = f"C{row['case_key']}"
    return table, row


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        names = ", ".join(rows[0])
        values = [list(row.values()) for row in rows]
        connection.executemany(f"insert into {table} ({names}) values ({marks})", values)


def _labels(day: date) -> Row:
    year, week, _ = day.isocalendar()
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    return {
        "day": day.isoformat(),
        "week": f"{year}-W{week:02}",
        "month": f"{day.year}-{day.month:02}",
        "quarter": quarter,
    }


def _days() -> list[date]:
    return [FIRST_DAY + timedelta(days=i) for i in range((LAST_DAY - FIRST_DAY).days + 1)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    local = datetime(day.year, day.month, day.day, tzinfo=zone)
    return local.astimezone(UTC).replace(tzinfo=None)


def _periods(zone: ZoneInfo) -> Iterator[Row]:
    for grain in ("day", "week", "month", "quarter"):
        spans: dict[str, list[date]] = {}
        for day in _days():
            spans.setdefault(_labels(day)[grain], []).append(day)
        for period, days in spans.items():
            yield {
                "grain": grain,
                "period": period,
                "start_at": _midnight(days[0], zone),
                "end_at": _midnight(days[-1] + timedelta(days=1), zone),
            }


def _dates(zone: ZoneInfo) -> Iterator[Row]:
    for day in _days():
        at, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
        while at < end:
            next_day = datetime(at.year, at.month, at.day) + timedelta(days=1)
            until = min(end, next_day)
            yield {"utc_day": at.date(), "from_at": at, "until_at": until} | _labels(day)
            at = until
