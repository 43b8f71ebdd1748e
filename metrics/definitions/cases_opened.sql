/*
title       = "Cases opened"
definition  = "Cases created in the period."
unit        = "count"
better      = "neither"
aggregation = "count"
grain       = "one row per case"
time_column = "created_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; reopens. A case merged or cancelled later stays counted where it was opened, so that a closed period does not move."
*/
select
    case_key,
    case_id,
    tier,
    severity,
    team,
    kind,
    category,
    system,
    source,
    account,
    region,
    created_at,
    1 as value
from fct_cases
where not is_drill
