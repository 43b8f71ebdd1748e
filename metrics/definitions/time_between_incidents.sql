/*
title       = "Time between incidents"
definition  = "From the opening of an incident to the opening of the next one on the same system (MTBF). The time since the newest one counts as at least this long."
unit        = "days"
better      = "higher"
aggregation = "survival_median"
grain       = "one row per incident: the time that began with it"
time_column = "ended_at"
dimensions  = ["system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills. The time before the first incident of a system: nobody knows when it began. An incident merged into another one later was an opening all the same. Breakdowns are those of the incident that the time began with, when it was opened."
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
        created_at as begun_at,
        lead(created_at) over (
            partition by system
            order by created_at, case_id, case_key
        ) as next_at
    from fct_incidents
    where not is_drill
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
    begun_at as started_at,
    begun_at as opened_at,
    next_at as ended_at,
    cast(null as timestamp) as superseded_at,
    next_at is not null as ended_by_event,
    date_diff('second', begun_at, next_at) as value
from followed
