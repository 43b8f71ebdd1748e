/*
title       = "Handoffs per case"
definition  = "How often a case came to another team until its first resolve, counted where it was resolved."
unit        = "count"
better      = "lower"
aggregation = "mean"
grain       = "one row per case whose first cycle ended with a resolve"
time_column = "resolved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases never resolved, or cancelled or merged first; handoffs after the first resolve; teams that had a case for no second."
decimals    = 2
*/
with moves as (
    select
        fct_handoffs.case_key,
        count(*) as handoffs
    from fct_handoffs
    join fct_cycles
        on fct_handoffs.case_key = fct_cycles.case_key
        and fct_handoffs.moved_at < fct_cycles.resolved_at
    where fct_cycles.cycle = 1
    group by fct_handoffs.case_key
)

select
    fct_cycles.case_key,
    fct_cycles.case_id,
    fct_cycles.tier,
    fct_cycles.severity,
    fct_cycles.team,
    fct_cycles.kind,
    fct_cycles.category,
    fct_cycles.system,
    fct_cycles.source,
    fct_cycles.account,
    fct_cycles.region,
    fct_cycles.resolved_at,
    coalesce(moves.handoffs, 0) as value
from fct_cycles
left join moves
    on fct_cycles.case_key = moves.case_key
where fct_cycles.cycle = 1
    and fct_cycles.resolved_at is not null
    and not fct_cycles.is_drill
