/*
title       = "Vendor's time to resolve"
definition  = "The source's own time to resolve, as its columns say, for comparison with ours."
unit        = "hours"
better      = "lower"
aggregation = "median"
grain       = "one row per case for which the source gives a time to resolve"
time_column = "vendor_resolved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases for which the source gives none, open ones among them."
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
    vendor_resolved_at,
    vendor_resolution_seconds as value
from fct_cases
where vendor_resolution_seconds is not null
    and vendor_resolved_at is not null
    and not is_drill
