/*
title       = "Time between incidents"
definition  = "From the opening of an incident to the opening of the next one on the same system (MTBF). The time since the newest one counts as at least this long."
unit        = "days"
better      = "higher"
aggregation = "survival_median"
grain       = "one row per incident: the time that began with it"
time_column = "ended_at"
dimensions  = ["system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills, merged incidents. The time before the first incident of a system: nobody knows when it began. Breakdowns are those of the incident that the time began with."
*/
with followed as (
    select
        case_key,
        case_id,
        system,
        tier,
        severity,
        team,
        category,
        source,
        account,
        region,
        created_at,
        lead(created_at) over (
            partition by system
            order by created_at, case_id, case_key
        ) as next_at
    from fct_incidents
    where not is_drill
        and not is_merged
)

select
    case_key,
    case_id,
    system,
    tier,
    severity,
    team,
    category,
    source,
    account,
    region,
    created_at as started_at,
    created_at as opened_at,
    next_at as ended_at,
    cast(null as timestamp) as superseded_at,
    next_at is not null as ended_by_event,
    date_diff('second', created_at, next_at) as value
from followed
