/*
title       = "Major incidents"
definition  = "Incidents by the instant at which they became major: at which their severity first became one that policy calls major."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per incident that became major"
time_column = "major_at"
dimensions  = ["system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills. An incident that was lowered or merged afterwards keeps counting where it became major, once. Tier, severity, team and region are those of that instant."
*/
select
    case_key,
    case_id,
    system,
    major_tier as tier,
    major_severity as severity,
    major_team as team,
    category,
    source,
    account,
    major_region as region,
    created_at,
    major_at
from fct_incidents
where major_at is not null
    and not is_drill
