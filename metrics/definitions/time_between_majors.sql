/*
title       = "Time between major incidents"
definition  = "From the instant at which an incident became major to the next such instant on the same system. The time since the newest one counts as at least this long."
unit        = "days"
better      = "higher"
aggregation = "survival_median"
grain       = "one row per major incident: the time that began with it"
time_column = "ended_at"
dimensions  = ["system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills. The time before the first major incident of a system: nobody knows when it began. Lowered or merged later, an incident was a major one all the same. Breakdowns are those of the incident that the time began with, when it became major."
*/
with followed as (
    select
        case_key,
        case_id,
        system,
        major_tier as tier,
        major_severity as severity,
        major_team as team,
        category,
        source,
        account,
        major_region as region,
        major_at as begun_at,
        lead(major_at) over (
            partition by system
            order by major_at, case_id, case_key
        ) as next_at
    from fct_incidents
    where not is_drill
        and major_at is not null
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
