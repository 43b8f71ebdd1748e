/*
title       = "Cumulative flow"
definition  = "Openings and endings of cases up to the end of the period, from the first one loaded on; opened less ended is what is open."
unit        = "count"
better      = "neither"
aggregation = "closing"
grain       = "one row per opening or reopening of a case, and one per ending"
time_column = "entered_at"
dimensions  = ["move", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases that have ended and no date tells when: nobody knows in which periods they were open. A case that a reopen brings back is opened again, and so it ends again. Tier, severity, team and region are those of the opening, for its end, too: opened less ended is what is open of the cases that were opened so. Ask by move: opened and ended together are twice the work."
key         = ["case_key", "cycle", "move"]
*/
with moves as (
    select 'opened' as move
    union all
    select 'ended' as move
)

select
    fct_cycles.case_key,
    fct_cycles.case_id,
    fct_cycles.cycle,
    moves.move,
    fct_cycles.opened_tier as tier,
    fct_cycles.opened_severity as severity,
    fct_cycles.opened_team as team,
    fct_cycles.kind,
    fct_cycles.category,
    fct_cycles.system,
    fct_cycles.source,
    fct_cycles.account,
    fct_cycles.opened_region as region,
    case when moves.move = 'opened' then fct_cycles.opened_at else fct_cycles.ended_at end as entered_at,
    cast(null as timestamp) as left_at
from fct_cycles
cross join moves
where not fct_cycles.is_drill
    and not fct_cycles.is_undated
    and (moves.move = 'opened' or fct_cycles.ended_at is not null)
