/*
title       = "Hours past promise"
definition  = "Time on the contract clock beyond the target, of promises whose breach ended in the period because they were kept late or their case was merged or cancelled."
unit        = "hours"
better      = "lower"
aggregation = "sum"
grain       = "one row per promise that was breached while its clock ran and is no longer open"
time_column = "breach_left_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills. Breaches still open: they count when they end, so that a closed period does not move (see open_breaches). After a reopen only the hours added since the earlier cycle count."
key         = ["case_key", "promise", "cycle"]
*/
with promises as (
    select
        *,
        lag(elapsed_seconds) over (
            partition by case_key, promise
            order by cycle
        ) as carried_seconds
    from fct_promises
)

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
    breached_at,
    breach_left_at,
    case
        when carried_seconds > target_seconds then elapsed_seconds - carried_seconds
        else elapsed_seconds - target_seconds
    end as value
from promises
where breached_at is not null
    and breach_left_at is not null
    and not is_drill
