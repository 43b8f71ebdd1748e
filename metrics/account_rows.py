"""Lists of one account, row by row: who it is, what was missed, what is open, what it felt.

Figures are metrics; here are the rows that a person who talks to the client wants to have read.
"""

from datetime import datetime

import duckdb
import pandas as pd

from metrics.errors import QuestionError, did_you_mean
from metrics.warehouse import tables
from metrics.wording import local

_ACCOUNTS = """
    select
        accounts.account_id,
        accounts.account,
        accounts.tier,
        accounts.region,
        accounts.time_zone,
        accounts.owner,
        accounts.renewal_on,
        meta.as_of,
        meta.reporting_zone,
    from dim_accounts as accounts
    cross join meta
    order by accounts.account, accounts.account_id
"""
_NAMELESS = """
    select distinct account
    from fct_cases
    where account_id is not null
"""
_BREACHES = """
    select
        promises.case_key,
        promises.case_id,
        promises.source,
        cases.subject,
        promises.promise,
        promises.severity,
        promises.team,
        promises.breached_at,
        promises.target_seconds,
        case when promises.is_open or promises.breach_left_at = promises.stopped_at
            then greatest(0, promises.elapsed_seconds - promises.target_seconds)
        end as over_seconds,
        promises.is_open,
    from fct_promises as promises
    join fct_cases as cases
        on cases.case_key = promises.case_key
    where promises.account = $account
        and promises.breached_at >= $start
        and promises.breached_at < $end
        and not promises.is_drill
    order by over_seconds desc, promises.breached_at, promises.case_id, promises.promise
"""
_OPEN = """
    select
        cases.case_key,
        cases.case_id,
        cases.source,
        cases.kind,
        cases.subject,
        cases.severity,
        cases.status,
        cases.team,
        cases.owner,
        cases.created_at,
        cycles.carried_seconds + date_diff('second', cycles.opened_at, meta.as_of) as age_seconds,
    from fct_cycles as cycles
    join fct_cases as cases
        on cases.case_key = cycles.case_key
    cross join meta
    where cases.account = $account
        and cycles.ended_at is null
        and not cases.is_drill
    order by age_seconds desc, cases.case_id
"""
_FELT = """
    with hours as (
        select case_key, sum(weighted_ppm) as weighted_ppm
        from fct_felt
        where account = $account
        group by case_key
    )

    select
        incidents.case_key,
        incidents.case_id,
        incidents.source,
        cases.subject,
        incidents.system,
        cases.severity,
        incidents.created_at,
        touches.first_case_at,
        touches.case_count,
        incidents.restored_at,
        coalesce(hours.weighted_ppm, 0) / 3600000000.0 as felt_hours,
    from fct_touches as touches
    join fct_incidents as incidents
        on incidents.case_key = touches.case_key
    join fct_cases as cases
        on cases.case_key = touches.case_key
    left join hours
        on hours.case_key = touches.case_key
    where touches.account = $account
        and greatest(touches.first_case_at, incidents.created_at) >= $start
        and greatest(touches.first_case_at, incidents.created_at) < $end
        and not incidents.is_drill
    order by incidents.created_at desc, incidents.case_id
"""


def accounts(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per account that the exports list, by name: account_id, account, tier and region
    (of the as-of instant), time_zone, owner, renewal_on, renewal_days (to it from the day of the
    as-of instant in the reporting zone; negative: past)."""
    found = tables.frame(cursor.execute(_ACCOUNTS))
    instants = zip(found.pop("as_of"), found.pop("reporting_zone"), strict=True)
    today = pd.to_datetime([local(at, str(zone)).date() for at, zone in instants])
    return found.assign(renewal_days=(pd.to_datetime(found["renewal_on"]) - today).dt.days)


def account(cursor: duckdb.DuckDBPyConnection, name: str) -> pd.Series:
    """The row of `accounts` with this name or id; of an account that only cases name, its name
    and nothing else. Raises `QuestionError` for one that nothing names."""
    listed = accounts(cursor)
    found = listed[(listed["account"] == name) | (listed["account_id"] == name)]
    if len(found):
        return found.iloc[0]
    named = [row[0] for row in cursor.execute(_NAMELESS).fetchall()]
    if name in named:
        return pd.Series({"account": name}, index=listed.columns)
    near = did_you_mean(name, sorted({*listed["account"], *named}))
    raise QuestionError(f'there is no account "{name}"', None, near, "See: report --by account.")


def breaches(
    cursor: duckdb.DuckDBPyConnection, account: str, start: datetime, end: datetime
) -> pd.DataFrame:
    """One row per promise breached in [start, end), the most over first: case_key, case_id, source,
    subject, promise, severity and team (when it was breached), breached_at, target_seconds,
    over_seconds (on the contract clock, so far if is_open; null if a drill since then), is_open."""
    asked = {"account": account, "start": start, "end": end}
    return tables.frame(cursor.execute(_BREACHES, asked))


def open_cases(cursor: duckdb.DuckDBPyConnection, account: str) -> pd.DataFrame:
    """One row per case open at the as-of instant, the oldest first: case_key, case_id, source,
    kind, subject, severity, status, team, owner, created_at, age_seconds (solved time left out)."""
    return tables.frame(cursor.execute(_OPEN, {"account": account}))


def incidents_felt(
    cursor: duckdb.DuckDBPyConnection, account: str, start: datetime, end: datetime
) -> pd.DataFrame:
    """One row per incident that the account named in [start, end), the newest first: case_key,
    case_id, source, subject, system, severity (now), created_at, first_case_at, case_count,
    restored_at, felt_hours (all that it felt of it, weighted)."""
    asked = {"account": account, "start": start, "end": end}
    return tables.frame(cursor.execute(_FELT, asked))
