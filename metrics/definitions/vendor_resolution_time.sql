/*
title       = "Vendor's time to resolve"
definition  = "The source's own time to resolve, as its columns say, for comparison with ours."
unit        = "hours"
better      = "lower"
aggregation = "median"
grain       = "one row per case for which the source gives a time to resolve"
time_column = "decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases for which the source gives none, open ones among them. Tier, severity, team and region are those of the instant that decides."
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
    decided_at,
    value
from fct_vendor_figures
where figure = 'time to resolve'
    and not is_drill
