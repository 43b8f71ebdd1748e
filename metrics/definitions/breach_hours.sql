/*
title       = "Hours past promise"
definition  = "Time on the contract clock beyond the target, of promises whose breach ended in the period because they were kept late or their case was merged or cancelled."
unit        = "hours"
better      = "lower"
aggregation = "sum"
grain       = "one row per promise that was breached while its clock ran and is no longer open"
time_column = "breach_left_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "stage", "dependency", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills. Breaches still open: they count when they end, so that a closed period does not move (see open_breaches). A target raised after the breach leaves nothing beyond it. After a reopen only the hours added since the earlier cycle count; a later answer or update is a promise of its own and carries nothing."
key         = ["case_key", "promise", "cycle"]
*/
with reopened as (
    select case_key
    from fct_promises
    where breach_left_at is not null
        and cycle > 1
        and promise not in ('next_response', 'update')
    group by case_key
),

carried as (
    select
        fct_promises.case_key,
        fct_promises.promise,
        fct_promises.cycle,
        lag(fct_promises.elapsed_seconds) over (
            partition by fct_promises.case_key, fct_promises.promise
            order by fct_promises.cycle
        ) as carried_seconds
    from fct_promises
    join reopened
        on fct_promises.case_key = reopened.case_key
    where fct_promises.promise not in ('next_response', 'update')
)

select
    fct_promises.case_key,
    fct_promises.case_id,
    fct_promises.promise,
    fct_promises.cycle,
    fct_promises.tier,
    fct_promises.severity,
    fct_promises.team,
    fct_promises.kind,
    fct_promises.category,
    fct_promises.system,
    coalesce(fct_cases.stage, 'No stage') as stage,
    coalesce(fct_cases.dependency, 'No dependency') as dependency,
    fct_promises.source,
    fct_promises.account,
    fct_promises.region,
    cast(fct_promises.policy_version as varchar) as policy_version,
    coalesce(fct_promises.calendar, 'No calendar') as calendar,
    fct_promises.breached_at,
    fct_promises.breach_left_at,
    greatest(
        0,
        fct_promises.elapsed_seconds
            - greatest(fct_promises.target_seconds, carried.carried_seconds)
    ) as value
from fct_promises
left join fct_cases
    on fct_promises.case_key = fct_cases.case_key
left join carried
    on fct_promises.case_key = carried.case_key
    and fct_promises.promise = carried.promise
    and fct_promises.cycle = carried.cycle
where fct_promises.breached_at is not null
    and fct_promises.breach_left_at is not null
    and not fct_promises.is_drill
