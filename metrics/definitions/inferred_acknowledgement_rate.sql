/*
title       = "Inferred acknowledgements"
definition  = "Of the first acknowledgements in the period, the share that no source recorded as such: the first assignment to a person or status change by a person stands in."
unit        = "share"
better      = "neither"
aggregation = "ratio"
grain       = "one row per acknowledged case"
time_column = "acknowledged_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; acknowledgements by bots, and those after the first resolve, merge or cancellation. Tier, severity, team and region are those of the acknowledgement."
*/
select
    case_key,
    case_id,
    acknowledged_tier as tier,
    acknowledged_severity as severity,
    acknowledged_team as team,
    kind,
    category,
    system,
    source,
    account,
    acknowledged_region as region,
    acknowledged_at,
    case when is_acknowledge_inferred then 1 else 0 end as value
from fct_cases
where acknowledged_at is not null
    and not is_drill
