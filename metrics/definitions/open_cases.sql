/*
title       = "Open cases"
definition  = "Cases open at the end of the period, reopened ones among them."
unit        = "count"
better      = "lower"
aggregation = "closing"
grain       = "one row per case, cycle and time under one tier, severity, team and region"
time_column = "entered_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases that have ended and no date tells when: nobody knows in which periods they were open. A case leaves when it is resolved, merged or cancelled; one that changes tier, severity, team or region leaves one stock for the other at that instant."
key         = ["case_key", "cycle", "entered_at"]
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
    from_at as entered_at,
    until_at as left_at
from fct_backlog
where not is_drill
