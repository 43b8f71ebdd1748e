"""Policy and calendars as tables, expanded in Python so that no engine computes a zone."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from metrics.policy import Policy
from metrics.policy.calendar import Calendar
from metrics.policy.expansion import block_rows, day_rows, open_intervals
from metrics.warehouse import accounts
from metrics.warehouse.tables import TEXT, TIME, table
from metrics.warehouse.vocabulary import create_type

PROMISE_KEYS = {"acknowledge": 1, "first_response": 2, "resolve": 3}
PROMISE_KEYS |= {"next_response": 4, "update": 5, "mitigate": 6}
BEGINNING, FOREVER = datetime(1970, 1, 1), datetime(9999, 12, 31)
# Each state with the words of the policy that mean its account.
_STATES = """
    select state_key, tier, severity, region, status,
        coalesce(list(word) filter (word is not null), []) as words
    from states
    left join named_accounts using (account_code)
    group by state_key, tier, severity, region, status
    order by state_key
"""
# How far past the watermark hours are expanded for due instants: a year first, doubled until
# the longest target fits; an opening more than 16 years away counts as never.
HORIZON_DAYS = (370, 740, 1480, 2960, 5920)


def policy_tables(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """policy_versions (half-open spans), policy_tiers, policy_severities, named_accounts,
    policy_warnings."""
    starts = [version.effective_from or BEGINNING for version in policy.versions]
    starts[0] = BEGINNING
    spans = [
        (version.number, start, until)
        for version, start, until in zip(
            policy.versions, starts, [*starts[1:], FOREVER], strict=True
        )
    ]
    table(
        connection,
        "temp table policy_versions",
        {"policy_version": pa.int64(), "from_at": TIME, "until_at": TIME},
        spans,
    )
    reporting = policy.reporting
    columns = {"tier": TEXT, "position": pa.int64()}
    table(connection, "table policy_tiers", columns, list(_numbered(reporting.tiers)))
    columns = {"severity": TEXT, "position": pa.int64(), "is_major": pa.bool_()}
    graded = [(*row, row[0] in reporting.majors) for row in _numbered(reporting.severities)]
    table(connection, "table policy_severities", columns, graded)
    warnings = (*policy.warnings, *accounts.named(connection, policy))
    table(connection, "table policy_warnings", {"warning": TEXT}, [(one,) for one in warnings])


def _numbered(words: Iterable[str]) -> Iterable[tuple[str, int]]:
    return ((word, place) for place, word in enumerate(words, start=1))


def clock_tables(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """policy_clocks (target and calendar per version, promise and state) and the calendars."""
    keys: dict[str, tuple[int, str, Calendar]] = {}
    rows, longest = [], 1
    states = connection.sql(_STATES).fetchall()
    for version in policy.versions:
        for promise, promise_key in PROMISE_KEYS.items():
            for state_key, tier, severity, region, status, account in states:
                target = version.target(promise, tier, severity, region, account)
                if target is None:
                    continue
                calendar = version.calendars[target.calendar]
                meaning = f"{target.calendar} {calendar.model_dump_json()}"
                key = keys.setdefault(meaning, (len(keys) + 1, target.calendar, calendar))[0]
                longest = max(longest, target.within_seconds)
                rows.append(
                    (
                        version.number,
                        promise_key,
                        state_key,
                        key,
                        target.within_seconds,
                        target.objective,
                        status in target.pause_on,
                        target.scope,
                    )
                )
    clocks(connection, rows)
    first, last = event_days(connection)
    expand(connection, list(keys.values()), first, last, longest)
    create_type(connection, "calendar_word", "select distinct calendar as word from calendar_names")


def clocks(connection: duckdb.DuckDBPyConnection, rows: Sequence[tuple[Any, ...]]) -> None:
    """policy_clocks: the target that a clock of a version runs against in a state."""
    columns = {
        "rule_key": pa.int32(),
        "policy_version": pa.int64(),
        "promise_key": pa.int8(),
        "state_key": pa.int64(),
        "calendar_key": pa.int32(),
        "target_seconds": pa.int64(),
        "objective": pa.float64(),
        "is_paused": pa.bool_(),
        "scope": TEXT,
    }
    numbered = [(key, *row) for key, row in enumerate(rows, start=1)]
    table(connection, "table policy_clocks", columns, numbered)


def expand(
    connection: duckdb.DuckDBPyConnection,
    calendars: Sequence[tuple[int, str, Calendar]],
    first: date,
    last: date,
    longest: int,
) -> None:
    """dim_calendar_days and dim_calendar_blocks over `first`..`last` and as far after it as a
    target of `longest` seconds may need."""
    days: list[tuple[Any, ...]] = []
    blocks: list[tuple[Any, ...]] = []
    for key, name, calendar in calendars:
        end, intervals = reaching(calendar, first, last, longest)
        days.extend((key, name, *row) for row in day_rows(intervals, first, end))
        blocks.extend((key, *row) for row in block_rows(intervals))
    write(connection, [(key, name) for key, name, _ in calendars], days, blocks)


def write(
    connection: duckdb.DuckDBPyConnection,
    names: Iterable[tuple[int, str]],
    days: Sequence[tuple[Any, ...]],
    blocks: Sequence[tuple[Any, ...]],
) -> None:
    """The calendar tables from rows that are expanded already."""
    table(
        connection,
        "temp table calendar_names",
        {"calendar_key": pa.int32(), "calendar": TEXT},
        list(names),
    )
    table(
        connection,
        "table dim_calendar_days",
        {
            "calendar_key": pa.int32(),
            "calendar": TEXT,
            "utc_day": pa.date32(),
            "from_at": TIME,
            "until_at": TIME,
            "is_open": pa.bool_(),
            "open_seconds_before": pa.int64(),
        },
        days,
    )
    hours = [(hour,) for hour in range(24)]
    table(connection, "temp table hours_of_day", {"hour": pa.int64()}, hours)
    table(
        connection,
        "table dim_calendar_blocks",
        {
            "calendar_key": pa.int32(),
            "block": pa.int64(),
            "open_from": pa.int64(),
            "open_until": pa.int64(),
            "starts_at": TIME,
        },
        blocks,
    )


def meta(connection: duckdb.DuckDBPyConnection, policy: Policy, version: str) -> None:
    """The one row that says what this warehouse is."""
    as_of = connection.sql("select as_of from watermark").fetchall()[0][0]
    current = policy.version_at(as_of or datetime.now(UTC).replace(tzinfo=None))
    columns = {
        "version": TEXT,
        "as_of": TIME,
        "policy_version": pa.int64(),
        "policy_effective_from": TIME,
        "policy_digest": TEXT,
        "reporting_zone": TEXT,
        "reopen_window_days": pa.int64(),
        "built_at": TEXT,
    }
    row = (
        version,
        as_of,
        current.number,
        current.effective_from,
        policy.digest,
        policy.reporting.zone,
        policy.reporting.reopen_window_days,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    table(connection, "table meta", columns, [row])


def reaching(
    calendar: Calendar, first: date, last: date, longest: int
) -> tuple[date, list[tuple[datetime, datetime]]]:
    """The last expanded day and the open intervals, long enough for `longest` after `last`."""
    for days in HORIZON_DAYS:
        end = last + timedelta(days=days)
        intervals = open_intervals(calendar, first, end)
        after = datetime.combine(last + timedelta(days=1), datetime.min.time())
        left = sum(
            (until - max(start, after)).total_seconds()
            for start, until in intervals
            if until > after
        )
        if left > longest:
            break
    return end, intervals


def event_days(connection: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """The UTC days of the first creation and of the watermark (1970-01-01 when there is none)."""
    first, last = connection.sql(
        "select cast(min(created_at) as date), cast((select as_of from watermark) as date)"
        " from stg_cases"
    ).fetchall()[0]
    last = last or date(1970, 1, 1)
    return first or last, last
