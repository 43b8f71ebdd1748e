/*
title       = "Time to detect"
definition  = "From the instant at which an incident began to hurt to its opening."
unit        = "minutes"
better      = "lower"
aggregation = "median"
grain       = "one row per incident whose impact is known"
time_column = "created_at"
dimensions  = ["system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills. Incidents without an impact, and those opened before it began. Impacts that lasted no second: they were written down afterwards. Tier, severity, team and region are those of the opening."
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
    created_at,
    impact_started_at,
    date_diff('second', impact_started_at, created_at) as value
from fct_incidents
where impact_started_at <= created_at
    and not is_retroactive
    and not is_drill
