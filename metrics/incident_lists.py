"""Lists about services as they stand at the as-of instant: what is owed, planned, and how long ago
the last major incident was. Rows and instants; figures are metrics.
"""

import duckdb
import pandas as pd

from metrics.warehouse import tables

_POSTMORTEMS = """
    select
        incidents.case_key,
        incidents.case_id,
        incidents.source,
        cases.subject,
        incidents.system,
        incidents.major_severity as severity,
        incidents.major_tier as tier,
        incidents.category,
        incidents.account,
        incidents.kind,
        cases.team,
        cases.owner,
        incidents.postmortem_owed_at as owed_at,
        incidents.postmortem_due_at as due_at,
        incidents.postmortem_due_at < meta.as_of as is_late
    from fct_incidents as incidents
    join fct_cases as cases
        on cases.case_key = incidents.case_key
    cross join meta
    where incidents.postmortem_owed_at is not null
        and incidents.postmortem_at is null
        and not incidents.is_drill
    order by incidents.postmortem_due_at, incidents.case_key
"""
_MAINTENANCE = """
    select
        coalesce(maintenance.system, 'No system') as system,
        maintenance.subject,
        maintenance.source,
        maintenance.started_at,
        maintenance.ended_at,
        maintenance.started_at <= meta.as_of as is_running
    from maintenance
    cross join meta
    where coalesce(maintenance.ended_at, maintenance.started_at) > meta.as_of
    order by maintenance.started_at, system, maintenance.source
"""
_MAJORS = """
    select incidents.system, incidents.case_id, incidents.source, incidents.major_at,
        date_diff('second', incidents.major_at, meta.as_of) as since_seconds
    from fct_incidents as incidents
    cross join meta
    where incidents.major_at is not null
        and not incidents.is_drill
    qualify row_number() over (
        partition by incidents.system order by incidents.major_at desc, incidents.case_key
    ) = 1
    order by incidents.major_at desc, incidents.system
"""


def postmortems_due(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per major incident whose post-mortem is owed and not published, the longest due
    first: case_key, case_id, source, subject, system, severity, tier,
    category, account, kind, team, owner, owed_at, due_at
    (naive UTC), is_late."""
    return tables.frame(cursor.execute(_POSTMORTEMS))


def upcoming_maintenance(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per window of maintenance that is not over, the next one first: system, subject,
    source, started_at, ended_at (null: not told), is_running. Windows of which nothing was
    loaded are not known."""
    return tables.frame(cursor.execute(_MAINTENANCE))


def last_majors(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per service that had a major incident, the newest first: system, case_id, source,
    major_at, since_seconds (to the as-of instant)."""
    return tables.frame(cursor.execute(_MAJORS))
