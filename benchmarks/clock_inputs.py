"""What the three clocks start from: the same staged rows, as a DuckDB file and as Parquet.

The log is staged from the finished warehouse by our own models; everything that depends on the
policy or a time zone is expanded already, so that each engine does the same and only that:
order the log, carry status, severity, team and tier (client_code) forward, find pauses, look
calendars up, add up.
"""

from pathlib import Path
from typing import Any

import duckdb

from metrics import policy as policies
from metrics.warehouse import calendars, connection, models, vocabulary

RESOLVE = calendars.PROMISE_KEYS["resolve"]
PREPARED = ("stg_beginnings", "stg_changes", "stg_stretches", "states")
KEPT = ("stg_cases", "stg_changes", "int_cases", "int_turn_spans", "hours_of_day", "watermark")
UNDATED = "type = 'status_changed' and inferred"
TIMED = ("stg_stretches", "int_cycles", "int_openings", "int_spans", "int_ledger", "int_ends")

STAGED = {
    "case_events": "select * from built.case_events",
    "stg_cases": """
        select fct_cases.* replace (first.severity as severity, first.team as team),
            first.created_row
        from built.fct_cases join first using (case_key)""",
    "stg_accounts": """
        select account_id, tier, timestamp '1970-01-01' as from_at,
            timestamp '9999-12-31' as until_at, true as is_current, region, account
        from built.dim_accounts limit 0""",
    "stg_escalations": "select cast(null as varchar) as level limit 0",
    "loads_in": "select source from built.loads",
    "subject_clusters": "select subject, cluster from built.fct_cases limit 0",
    "watermark": "select as_of, 0.75 as at_risk_share from built.meta",
}
FIRST = """
    select case_key,
        min_by((load_key, row_number, seq), (event_at, load_key, row_number))
            filter (type = 'created') as created_row,
        min_by(to_value, (event_at, seq)) filter (type = 'priority_changed') as severity,
        min_by(to_value, (event_at, seq)) filter (type = 'team_assigned') as team
    from built.case_events group by case_key"""
CASES = """
    select stg_cases.case_key, stg_cases.created_at, policy_versions.policy_version,
        cast(null as timestamp) as acknowledged_at, cast(null as timestamp) as replied_at,
        cast(null as timestamp) as first_ended_at,
        cast(null as bigint) as acknowledged_seq, cast(null as bigint) as replied_seq,
        false as is_agent_created
    from stg_cases join policy_versions
        on created_at >= policy_versions.from_at and created_at < policy_versions.until_at"""
NO_TURNS = """
    select case_key, cast(3 as tinyint) as promise_key, cast(1 as integer) as cycle, stretch,
        from_at, from_at as until_at, state_key, team, cast(1 as bigint) as policy_version
    from stg_stretches limit 0"""
FRAMES = {
    "changes": """
        select case_key, event_at, place, seq, step, row_number, status, severity,
            enum_code(team) as team_code, client_code
        from stg_changes order by event_at, place, seq, step, row_number""",
    "cases": "select case_key, policy_version from int_cases",
    "clocks": """
        select policy_version, state_key // len(enum_range(null::severity_word))
                // len(enum_range(null::status_word)) as client_code,
            severity, status, calendar_key, target_seconds, is_paused
        from policy_clocks join states using (state_key)""",
    "openings": """
        select calendar_key, from_at, is_open, open_seconds_before
        from dim_calendar_days order by calendar_key, from_at""",
    "watermark": "select as_of from watermark",
}


def write(home: str, policy: str, staged: str, frames: str) -> dict[str, Any]:
    """Writes the staged tables of our models and the frames of Polars and pandas; row counts."""
    folder, file = Path(frames), Path(staged)
    folder.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    counted = {}
    with connection.building(file, file.with_suffix(".spill")) as written:
        _stage(written, Path(home), Path(policy))
        for name, sql in FRAMES.items():
            parquet = folder / f"{name}.parquet"
            found = written.execute(f"copy ({sql}) to '{parquet}' (format parquet)").fetchall()
            counted[name] = found[0][0]
    return counted


def _stage(written: duckdb.DuckDBPyConnection, home: Path, policy: Path) -> None:
    """The tables that our clock models read, with the resolve promise as the only one."""
    path = connection.warehouse_folder(home) / str(connection.current(home))
    written.execute(f"attach '{path}' as built (read_only)")
    written.execute(f"create temp table first as {FIRST}")
    for table, sql in STAGED.items():
        written.execute(
            f"create temp {'view' if table == 'case_events' else 'table'} {table} as {sql}"
        )
    read = policies.load(policy)
    calendars.policy_tables(written, read)
    vocabulary.create_types(written)
    models.run(written, PREPARED, keep_all=True)
    calendars.clock_tables(written, read)
    written.execute(f"delete from policy_clocks where promise_key <> {RESOLVE}")
    written.execute(f"create temp table int_cases as {CASES}")
    written.execute(f"create temp table int_turn_spans as {NO_TURNS}")
    for table in KEPT:
        written.execute(f"create table main.{table} as from temp.{table}")
    # int_cycles asks the log for ends without a date alone.
    written.execute(f"create table main.case_events as from temp.case_events where {UNDATED}")
