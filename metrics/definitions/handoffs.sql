/*
title       = "Handoffs"
definition  = "Times an open case came to another team than the one that had it last, counted where it came to it."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per move of a case from one team to another"
time_column = "moved_at"
dimensions  = ["tier", "severity", "team", "from_team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; the first team of a case; teams that had it for no second; times without a team, which neither begin nor end anything. Team is the one it came to."
key         = ["case_key", "moved_at"]
*/
select
    case_key,
    case_id,
    tier,
    severity,
    team,
    from_team,
    kind,
    category,
    system,
    source,
    account,
    region,
    moved_at
from fct_handoffs
where not is_drill
