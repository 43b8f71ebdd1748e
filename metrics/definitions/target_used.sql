/*
title       = "Target used"
definition  = "Time that ran on the contract clock, of the target in force, when a promise was kept, in time or late. Up to 100 % is met, unless a target was raised after the breach."
unit        = "percent"
better      = "lower"
aggregation = "median"
grain       = "one row per promise that was kept"
time_column = "stopped_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. Promises still open, and those that ended without being kept: cancelled, merged, or resolved without it."
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
    stopped_at,
    decided_at,
    cast(floor(elapsed_seconds * 1e4 / target_seconds) as bigint) as value
from fct_promises
where is_kept
    and not is_drill
