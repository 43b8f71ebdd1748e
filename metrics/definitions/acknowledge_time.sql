/*
title       = "Time to acknowledge"
definition  = "From creation to the first acknowledgement by a person, around the clock. Cases still waiting count as at least this long."
unit        = "minutes"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per case that must be acknowledged"
time_column = "ended_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; sources without any evidence of acknowledgement; acknowledgements by bots. Cases resolved, merged or cancelled before anybody acknowledged them count as waiting until then, never as acknowledged. Tier, severity, team and region are those of the end of the wait; now, while it goes on."
*/
select
    case_key,
    case_id,
    acknowledged_tier as tier,
    acknowledged_severity as severity,
    acknowledged_team as team,
    kind,
    category,
    system,
    source,
    account,
    acknowledged_region as region,
    created_at as started_at,
    created_at as opened_at,
    coalesce(acknowledged_at, first_ended_at) as ended_at,
    cast(null as timestamp) as superseded_at,
    acknowledged_at is not null as ended_by_event,
    date_diff('second', created_at, coalesce(acknowledged_at, first_ended_at)) as value
from fct_cases
where not is_drill
    and records_acknowledged
