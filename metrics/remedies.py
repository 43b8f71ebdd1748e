"""What is known to help: workarounds that events tell of, and playbooks by what cases are about.

Rows and instants; how often a remedy helped is no figure of these lists.
"""

import duckdb
import pandas as pd

from metrics.warehouse import tables

_WORKAROUNDS = """
    with told as (
        select
            case_key,
            max(case when type = 'workaround_applied' then event_at end) as applied_at,
            max(case when type = 'workaround_expired' then event_at end) as expired_at
        from case_events
        where type in ('workaround_applied', 'workaround_expired')
        group by case_key
    )
    select
        cases.source,
        cases.case_id,
        cases.subject,
        cases.kind,
        cases.account,
        cases.tier,
        cases.region,
        cases.severity,
        cases.team,
        cases.owner,
        cases.category,
        cases.system,
        cases.is_open,
        told.applied_at,
        told.expired_at,
        told.expired_at is not null
            and (told.applied_at is null or told.expired_at >= told.applied_at) as is_expired,
        greatest(told.expired_at, told.applied_at) as told_at
    from told
    join fct_cases as cases
        on cases.case_key = told.case_key
    where not cases.is_drill
    order by told_at desc, cases.case_key
"""
_PLAYBOOKS = """
    with topics as (
        select category, system
        from fct_cases
        where not is_drill
        group by category, system
    ),

    playbooks as (
        select
            lower(trim(module)) as module,
            playbook,
            max(owner) as owner,
            max(reviewed_at) as reviewed_at
        from coverage
        group by lower(trim(module)), playbook
    )

    select
        topics.category,
        topics.system,
        playbooks.playbook,
        playbooks.owner,
        playbooks.reviewed_at
    from topics
    join playbooks
        on playbooks.module in (lower(topics.system), lower(topics.category))
    order by topics.category, topics.system, playbooks.playbook
"""


def workarounds(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per case of which a workaround was told, the latest first: source, case_id, subject,
    kind, account, tier, region, severity, team, owner, category, system, is_open, applied_at and
    expired_at (the last of each, naive UTC, or null), is_expired (nothing was applied since),
    told_at."""
    return tables.frame(cursor.execute(_WORKAROUNDS))


def playbooks(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per category, system and playbook of the module that bears the name of either:
    category, system, playbook (null: the module is listed, and has none yet), owner, reviewed_at
    (naive UTC, or null)."""
    return tables.frame(cursor.execute(_PLAYBOOKS))
