/*
title       = "Major incidents"
definition  = "Incidents of severity S1 opened in the period."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per incident of severity S1"
time_column = "created_at"
dimensions  = ["system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills, merged incidents. The severity is the one last seen: an incident raised to S1 later counts in the period in which it was opened."
*/
select
    case_key,
    case_id,
    system,
    tier,
    severity,
    team,
    category,
    source,
    account,
    region,
    created_at
from fct_incidents
where severity = 'S1'
    and not is_drill
    and not is_merged
