/*
title       = "Net flow"
definition  = "Cases opened or reopened in the period less cases resolved, merged or cancelled in it: what it added to the open cases."
unit        = "count"
better      = "lower"
aggregation = "sum"
grain       = "one row per opening (+1) and one per ending (-1) of a case"
time_column = "moved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases that have ended and no date tells when: nobody knows in which periods they were open. A case that a reopen brings back counts again, and so does its next end. Tier, severity, team and region are those of the opening, and of the end: what changes them in between is in neither."
key         = ["case_key", "cycle", "move"]
*/
with moves as (
    select
        1 as change,
        'opened' as move
    union all
    select
        -1 as change,
        'ended' as move
)

select
    fct_cycles.case_key,
    fct_cycles.case_id,
    fct_cycles.cycle,
    moves.move,
    case when moves.change = 1 then fct_cycles.opened_tier else fct_cycles.tier end as tier,
    case when moves.change = 1 then fct_cycles.opened_severity else fct_cycles.severity end as severity,
    case when moves.change = 1 then fct_cycles.opened_team else fct_cycles.team end as team,
    fct_cycles.kind,
    fct_cycles.category,
    fct_cycles.system,
    fct_cycles.source,
    fct_cycles.account,
    case when moves.change = 1 then fct_cycles.opened_region else fct_cycles.region end as region,
    case when moves.change = 1 then fct_cycles.opened_at else fct_cycles.ended_at end as moved_at,
    moves.change as value
from fct_cycles
cross join moves
where not fct_cycles.is_drill
    and not fct_cycles.is_undated
    and (moves.change = 1 or fct_cycles.ended_at is not null)
