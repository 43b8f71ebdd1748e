/*
title       = "Time to first response"
definition  = "From creation to the first public reply by a person, around the clock. Cases still waiting count as at least this long."
unit        = "minutes"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per case of a source that records replies"
time_column = "ended_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases that an agent opened, as far as the source tells; sources that do not record replies; replies by bots. Cases resolved, merged or cancelled before anybody replied count as waiting until then, never as answered. Tier, severity, team and region are those of the end of the wait; now, while it goes on."
*/
select
    case_key,
    case_id,
    responded_tier as tier,
    responded_severity as severity,
    responded_team as team,
    kind,
    category,
    system,
    source,
    account,
    responded_region as region,
    created_at as started_at,
    created_at as opened_at,
    coalesce(first_responded_at, first_ended_at) as ended_at,
    cast(null as timestamp) as superseded_at,
    first_responded_at is not null as ended_by_event,
    date_diff('second', created_at, coalesce(first_responded_at, first_ended_at)) as value
from fct_cases
where not is_drill
    and not is_agent_created
    and records_replied
