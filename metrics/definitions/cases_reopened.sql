/*
title       = "Cases reopened"
definition  = "Cases that were reopened for the first time in the period."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per case that was ever reopened"
time_column = "first_reopened_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; the second and later reopens of the same case. Tier, severity, team and region are those of the first resolve."
*/
select
    case_key,
    case_id,
    resolved_tier as tier,
    resolved_severity as severity,
    resolved_team as team,
    kind,
    category,
    system,
    source,
    account,
    resolved_region as region,
    first_reopened_at,
    reopen_count as value
from fct_cases
where first_reopened_at is not null
    and not is_drill
