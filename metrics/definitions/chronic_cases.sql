/*
title       = "Chronic cases"
definition  = "Cases that were at least the third which the same account opened of one kind, category and system within the policy's window (30 days unless it says otherwise), counted where they opened."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per case that was at least the third of its account in the window"
time_column = "created_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases without a category or an account; the first and the second of a series. Tier, severity, team and region are those when it was opened."
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
from fct_recurrences
where is_chronic
