/*
title       = "Hours past promise"
definition  = "Time on the contract clock beyond the target, of promises whose breach ended in the period because they were kept late or their case was merged or cancelled."
unit        = "hours"
better      = "lower"
aggregation = "sum"
grain       = "one row per promise that was breached while its clock ran and is no longer open"
time_column = "breach_left_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "stage", "dependency", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. Breaches still open: they count when they end, so that a closed period does not move (see open_breaches). A target raised after the breach leaves nothing beyond it. After a reopen only the hours added since the earlier cycle count; a later answer or update is a promise of its own and carries nothing."
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
    stage,
    dependency,
    source,
    account,
    region,
    cast(policy_version as varchar) as policy_version,
    coalesce(calendar, 'No calendar') as calendar,
    breached_at,
    breach_left_at,
    greatest(
        0,
        elapsed_seconds - greatest(target_seconds, carried_seconds)
    ) as value
from fct_promises
where breached_at is not null
    and breach_left_at = stopped_at
    and not is_drill
