/*
title       = "Breach overrun"
definition  = "From the breach to when the promise was kept after all, around the clock. Breaches still open count as at least this long."
unit        = "hours"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per promise that was breached while its clock ran"
time_column = "ended_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. A breach whose case is merged or cancelled, or ends without what was promised, counts as running until then, never as kept. On the contract clock: see breach_hours."
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
    breached_at as started_at,
    breached_at as opened_at,
    breach_left_at as ended_at,
    cast(null as timestamp) as superseded_at,
    breach_left_at is not null and is_kept as ended_by_event,
    date_diff('second', breached_at, breach_left_at) as value
from fct_promises
where breached_at is not null
    and not is_drill
