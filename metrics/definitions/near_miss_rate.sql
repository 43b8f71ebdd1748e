/*
title       = "Near miss rate"
definition  = "Of the promises met in the period, the share that used at least 90 % of the target."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per promise met"
time_column = "met_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. Promises that were breached: a near miss is a promise kept in time."
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
    decided_at as met_at,
    target_seconds,
    elapsed_seconds,
    case when elapsed_seconds * 10 >= target_seconds * 9 then 1 else 0 end as value
from fct_promises
where state = 'met'
    and not is_drill
