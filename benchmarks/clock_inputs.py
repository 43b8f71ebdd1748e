"""What the three clocks start from: the same staged rows, as tables and as Parquet.

The log is staged from the finished warehouse by our own models; everything that depends on the
policy or a time zone is expanded already, so that each engine does the same and only that:
order the log, carry states forward, find pauses, look calendars up, add up.
"""

from pathlib import Path
from typing import Any

import duckdb

from metrics import policy as policies
from metrics.warehouse import calendars, connection, models

RESOLVE = calendars.PROMISE_KEYS["resolve"]
PREPARED = ("stg_changes", "stg_stretches", "int_states")
TIMED = ("stg_stretches", "int_stretches", "int_spans", "int_ledger", "int_ends")

STAGED = {
    "case_events": "select * from built.case_events",
    "stg_cases": """
        select fct_cases.* replace (first.severity as severity, first.team as team)
        from built.fct_cases join first using (case_key)""",
    "stg_accounts": """
        select account_id, tier, timestamp '1970-01-01' as from_at,
            timestamp '9999-12-31' as until_at, true as is_current, region
        from built.dim_accounts limit 0""",
    "watermark": "select as_of, 0.75 as at_risk_share from built.meta",
}
FIRST = """
    select case_key,
        min_by(to_value, (event_at, seq)) filter (type = 'priority_changed') as severity,
        min_by(to_value, (event_at, seq)) filter (type = 'team_assigned') as team
    from built.case_events group by case_key"""
CASES = """
    select stg_cases.case_key, stg_cases.created_at, policy_versions.policy_version,
        cast(null as timestamp) as acknowledged_at, cast(null as timestamp) as replied_at,
        cast(null as timestamp) as first_ended_at
    from stg_cases join policy_versions
        on created_at >= policy_versions.from_at and created_at < policy_versions.until_at"""
FRAMES = {
    "changes": """
        select case_key, event_at, place, seq, row_number, status, severity
        from stg_changes order by event_at, place, seq, row_number""",
    "cases": """
        select case_key, tier, coalesce(region, 'No region') as region, severity as first_severity,
            policy_version
        from stg_cases join int_cases using (case_key)""",
    "clocks": """
        select policy_version, tier, severity, region, status, calendar_key, target_seconds,
            is_paused
        from policy_clocks join int_states using (state_key)""",
    "openings": """
        select calendar_key, from_at, is_open, open_seconds_before
        from dim_calendar_days order by calendar_key, from_at""",
    "watermark": "select as_of from watermark",
}


def write_frames(home: str, policy: str, target: str) -> dict[str, Any]:
    """Writes the inputs of Polars and pandas as Parquet files; returns their row counts."""
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    counted = {}
    with connection.scratch() as scratch:
        stage(scratch, home, policy)
        for name, sql in FRAMES.items():
            file = folder / f"{name}.parquet"
            found = scratch.execute(f"copy ({sql}) to '{file}' (format parquet)").fetchall()
            counted[name] = found[0][0]
    return counted


def stage(scratch: duckdb.DuckDBPyConnection, home: str, policy: str) -> None:
    """The tables that our clock models read, with the resolve promise as the only one."""
    folder = connection.warehouse_folder(Path(home))
    name = connection.current(Path(home))
    scratch.execute(f"attach '{folder / str(name)}' as built (read_only)")
    scratch.execute(f"create temp table first as {FIRST}")
    for table, sql in STAGED.items():
        scratch.execute(f"create temp table {table} as {sql}")
    read = policies.load(Path(policy))
    calendars.policy_tables(scratch, read)
    models.run(scratch, PREPARED)
    calendars.clock_tables(scratch, read)
    scratch.execute(f"delete from policy_clocks where promise_key <> {RESOLVE}")
    scratch.execute(f"create temp table int_cases as {CASES}")
    scratch.execute("drop table stg_stretches")
