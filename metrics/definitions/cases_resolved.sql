/*
title       = "Cases resolved"
definition  = "Cases resolved in the period and not reopened before it ended, so each case at most once a period."
unit        = "count"
better      = "higher"
aggregation = "count"
grain       = "one row per case and resolve"
time_column = "resolved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; resolves undone within the same period; cases merged or cancelled without a resolve."
key         = ["case_key", "cycle"]
superseded_column = "reopened_at"
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
    resolved_at,
    reopened_at,
    1 as value
from fct_cycles
where resolved_at is not null
    and not is_drill
