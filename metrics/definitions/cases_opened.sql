/*
title       = "Cases opened"
definition  = "Cases created in the period."
unit        = "count"
better      = "neither"
aggregation = "count"
grain       = "one row per case"
time_column = "created_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "stage", "dependency", "cluster", "source", "account", "region", "weekday", "hour"]
excludes    = "Drills; reopens. A case merged or cancelled later stays counted where it was opened, so that a closed period does not move. Tier, severity, team and region are those when it was opened."
*/
select
    fct_cases.case_key,
    fct_cases.case_id,
    fct_cases.opened_tier as tier,
    fct_cases.opened_severity as severity,
    fct_cases.opened_team as team,
    fct_cases.kind,
    fct_cases.category,
    fct_cases.system,
    coalesce(fct_cases.stage, 'No stage') as stage,
    coalesce(fct_cases.dependency, 'No dependency') as dependency,
    fct_cases.cluster,
    fct_cases.source,
    fct_cases.account,
    fct_cases.opened_region as region,
    dim_hours.weekday,
    dim_hours.hour,
    fct_cases.created_at,
    1 as value
from fct_cases
left join dim_hours
    on cast(floor(epoch(fct_cases.created_at) / 900) as bigint) = dim_hours.slot
where not fct_cases.is_drill
