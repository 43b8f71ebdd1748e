/*
title       = "Open cases"
definition  = "Cases open at the end of the period, reopened ones among them."
unit        = "count"
better      = "lower"
aggregation = "closing"
grain       = "one row per case and cycle, that is per opening or reopening"
time_column = "entered_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases that have ended and no date tells when: nobody knows in which periods they were open. A case leaves when it is resolved, merged or cancelled."
key         = ["case_key", "cycle"]
*/
select
    case_key,
    case_id,
    cycle,
    tier,
    severity,
    team,
    kind,
    category,
    system,
    source,
    account,
    region,
    opened_at as entered_at,
    ended_at as left_at
from fct_cycles
where not is_drill
    and not is_undated
