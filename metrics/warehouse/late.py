"""Late arrivals: cases for which a newer warehouse counts something else in a week that the older
one had closed. It compares what weekly figures count by tier and severity, not texts or owners.
"""

from datetime import datetime

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.warehouse.connection import Warehouse, scratch

# Every fact counts in the week of its own time: a case when it was created, a promise when it was
# decided, a cycle when it was resolved. What may still move without news (seconds of a running
# breach, a merge, the tier of now) is left out.
_FACTS = """
with facts as (
    select source, case_id, created_at as counted_at,
        concat_ws('|', 'opened', created_at, kind, opened_tier, opened_severity, is_drill) as fact
    from fct_cases
    union all
    select source, case_id, decided_at as counted_at,
        concat_ws('|', promise, cycle, decided_at, tier, severity, is_drill,
            case when met_at is null then 'breached' else 'met' end) as fact
    from fct_promises
    where decided_at is not null
    union all
    select source, case_id, resolved_at as counted_at,
        concat_ws('|', 'resolved', cycle, opened_at, resolved_at, tier, severity, is_drill) as fact
    from fct_cycles
    where resolved_at is not null
),

closed as (
    select facts.*, weeks.period as week
    from facts
    join dim_periods as weeks
        on weeks.grain = 'week'
        and facts.counted_at >= weeks.start_at
        and facts.counted_at < weeks.end_at
    where weeks.end_at <= $closed_at
)
"""
# First week by week: of a year of weeks a load changes few, and only their cases are compared.
_WEEKS = (
    _FACTS + "select source, week, count(*), bit_xor(hash(case_id, fact)) from closed group by all"
)
_CASES = (
    _FACTS
    + "select source, case_id, week, bit_xor(hash(fact)) as counted from closed"
    + " where (source, week) in (select unnest($sources), unnest($weeks)) group by all"
)
_CHANGED = """
select
    coalesce(newer.source, older.source) as source,
    coalesce(newer.case_id, older.case_id) as case_id,
    bool_and(older.case_id is null) as is_new,
    min(coalesce(newer.week, older.week)) as first_week,
    max(coalesce(newer.week, older.week)) as last_week,
    count(*) as weeks
from newer
full outer join older
    on newer.source = older.source and newer.case_id = older.case_id and newer.week = older.week
where newer.counted is distinct from older.counted
group by all
order by weeks desc, source, case_id
"""
_BY_WEEK = """
select coalesce(newer.week, older.week) as week,
    coalesce(newer.source, older.source) as source,
    coalesce(newer.case_id, older.case_id) as case_id
from newer
full outer join older
    on newer.source = older.source and newer.case_id = older.case_id and newer.week = older.week
where newer.counted is distinct from older.counted
order by week, source, case_id
"""
COLUMNS = ("source", "case_id", "is_new", "first_week", "last_week", "weeks")


def late_arrivals(older: Warehouse, newer: Warehouse) -> pd.DataFrame:
    """One row per case that changes a closed week: source, case_id, is_new (the older one counted
    nothing of it in these weeks), first_week, last_week, and how many weeks; most weeks first.

    Weeks are those that had ended at the older warehouse's as_of. A source that the older one did
    not know is no late arrival: its weeks were never closed. Empty when there was nothing yet.
    """
    return _compared(older, newer, _CHANGED, COLUMNS)


def late_by_week(older: Warehouse, newer: Warehouse) -> pd.DataFrame:
    """One row per closed week and late arrival that changes it: week, source, case_id."""
    return _compared(older, newer, _BY_WEEK, ("week", "source", "case_id"))


def _compared(
    older: Warehouse, newer: Warehouse, sql: str, columns: tuple[str, ...]
) -> pd.DataFrame:
    with older.cursor() as old, newer.cursor() as new, scratch() as work:
        closed_at = old.execute("select as_of from meta").fetchall()[0][0]
        weeks = _changed_weeks(old, new, closed_at) if closed_at is not None else []
        if not weeks:
            return pd.DataFrame(columns=list(columns))
        for name, cursor in (("older", old), ("newer", new)):
            found = cursor.sql(
                _CASES,
                params={
                    "closed_at": closed_at,
                    "sources": [source for source, _ in weeks],
                    "weeks": [week for _, week in weeks],
                },
            )
            work.register(name, found.to_arrow_table())
        return work.execute(sql).df()


def _changed_weeks(
    old: DuckDBPyConnection, new: DuckDBPyConnection, closed_at: datetime
) -> list[tuple[str, str]]:
    """(source, week) whose facts differ, of the sources that the older warehouse knew."""
    had, has = (
        {
            (source, week): (many, told)
            for source, week, many, told in cursor.execute(
                _WEEKS, {"closed_at": closed_at}
            ).fetchall()
        }
        for cursor in (old, new)
    )
    known = {row[0] for row in old.execute("select distinct source from fct_cases").fetchall()}
    return sorted(
        place for place in had | has if place[0] in known and had.get(place) != has.get(place)
    )
