/*
title       = "Net flow"
definition  = "What the period added to the open cases: opened, reopened or taken over, less resolved, merged, cancelled or handed over. Over all tiers, severities, teams and regions, what is handed over is taken over, too."
unit        = "count"
better      = "lower"
aggregation = "sum"
grain       = "one row per opening or taking over (+1) and one per ending or handing over (-1) of a case"
time_column = "moved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases that have ended and no date tells when: nobody knows in which periods they were open; those opened and ended in one second. A case that a reopen brings back counts again, and so does its next end. Taken over and handed over is a case whose tier, severity, team or region changes while it is open."
key         = ["case_key", "cycle", "move", "moved_at"]
*/
with moves as (
    select 1 as change
    union all
    select -1 as change
)

select
    fct_backlog.case_key,
    fct_backlog.case_id,
    fct_backlog.cycle,
    case
        when moves.change = 1 and fct_backlog.is_opening then 'opened'
        when moves.change = 1 then 'taken over'
        when fct_backlog.is_ending then 'ended'
        else 'handed over'
    end as move,
    fct_backlog.tier,
    fct_backlog.severity,
    fct_backlog.team,
    fct_backlog.kind,
    fct_backlog.category,
    fct_backlog.system,
    fct_backlog.source,
    fct_backlog.account,
    fct_backlog.region,
    case when moves.change = 1 then fct_backlog.from_at else fct_backlog.until_at end as moved_at,
    moves.change as value
from fct_backlog
cross join moves
where not fct_backlog.is_drill
    and (moves.change = 1 or fct_backlog.until_at is not null)
