/*
title       = "Vendor's SLA verdict"
definition  = "Cases on which the source's own verdict is met, of those it has judged, for comparison with ours."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per case for which the source gives a verdict"
time_column = "decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases for which the source gives no verdict. A verdict without a date of its own counts where the case was closed, else resolved, else created. It is the source's word as last told: a verdict that a newer export replaces, or that gets its date when an open case ends, is gone from the week in which it stood. Tier, severity, team and region are those of the instant that decides."
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
where figure = 'verdict'
    and not is_drill
