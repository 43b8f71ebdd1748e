"""Late arrivals: cases for which a newer warehouse counts something else in a week that the older
one had closed. It compares what weekly figures count by tier and severity, not texts or owners.
"""

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.warehouse.connection import Warehouse, scratch

# One row per case and closed week: a hash over what is counted there. A fact counts in the week
# of its own time: a case when it was created, a promise when it was decided, a cycle when it
# was resolved. What may still move without news (seconds of a running breach) is left out.
_COUNTED = """
with facts as (
    select source, case_id, created_at as counted_at,
        concat_ws('|', 'opened', created_at, kind, tier, severity, is_drill, is_merged) as fact
    from fct_cases
    union all
    select source, case_id, decided_at as counted_at,
        concat_ws('|', promise, cycle, decided_at, tier, severity, is_drill, is_merged,
            case when met_at is null then 'breached' else 'met' end) as fact
    from fct_promises
    where decided_at is not null
    union all
    select source, case_id, resolved_at as counted_at,
        concat_ws('|', 'resolved', cycle, opened_at, resolved_at, tier, severity, is_drill,
            is_merged) as fact
    from fct_cycles
    where resolved_at is not null
)

select facts.source, facts.case_id, weeks.period as week, bit_xor(hash(facts.fact)) as counted
from facts
join dim_periods as weeks
    on weeks.grain = 'week'
    and facts.counted_at >= weeks.start_at
    and facts.counted_at < weeks.end_at
where weeks.end_at <= $closed_at
group by facts.source, facts.case_id, weeks.period
"""
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
    and coalesce(newer.source, older.source) in (select source from known)
group by all
order by weeks desc, source, case_id
"""
COLUMNS = ("source", "case_id", "is_new", "first_week", "last_week", "weeks")


def late_arrivals(older: Warehouse, newer: Warehouse) -> pd.DataFrame:
    """One row per case that changes a closed week: source, case_id, is_new (the older one counted
    nothing of it in these weeks), first_week, last_week, and how many weeks; most weeks first.

    Weeks are those that had ended at the older warehouse's as_of. A source that the older one did
    not know is no late arrival: its weeks were never closed. Empty when there was nothing yet.
    """
    with older.cursor() as old, newer.cursor() as new, scratch() as work:
        closed_at = old.execute("select as_of from meta").fetchall()[0][0]
        if closed_at is None:
            return pd.DataFrame(columns=list(COLUMNS))
        _bring(work, "older", old, closed_at)
        _bring(work, "newer", new, closed_at)
        known = old.sql("select distinct source from fct_cases").to_arrow_table()
        work.register("known", known)
        return work.execute(_CHANGED).df()


def _bring(
    work: DuckDBPyConnection, name: str, cursor: DuckDBPyConnection, closed_at: object
) -> None:
    work.register(name, cursor.sql(_COUNTED, params={"closed_at": closed_at}).to_arrow_table())
