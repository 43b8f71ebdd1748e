/*
title       = "Open breaches"
definition  = "Promises that are past their target and whose case still waits for what was promised, at the end of the period."
unit        = "count"
better      = "lower"
aggregation = "closing"
grain       = "one row per promise that was breached while its clock ran"
time_column = "entered_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. A breach leaves the stock when the promise is kept late, or its case is merged or cancelled."
key         = ["case_key", "promise", "cycle"]
*/
select
    case_key,
    case_id,
    promise,
    cycle,
    tier,
    severity,
    team,
    kind,
    category,
    system,
    source,
    account,
    region,
    cast(policy_version as varchar) as policy_version,
    coalesce(calendar, 'No calendar') as calendar,
    due_at,
    breached_at as entered_at,
    breach_left_at as left_at
from fct_promises
where breached_at is not null
    and not is_drill
