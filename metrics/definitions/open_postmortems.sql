/*
title       = "Open post-mortems"
definition  = "Major incidents that are resolved and whose post-mortem is not published, in time still or late, at the end of the period."
unit        = "count"
better      = "lower"
aggregation = "closing"
grain       = "one row per major incident that owes a post-mortem"
time_column = "entered_at"
dimensions  = ["system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills. Incidents never resolved. Sources that tell of no post-mortems. A post-mortem published before the resolve was never open. Tier, severity, team and region are those of the instant at which the incident became major."
*/
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
    postmortem_owed_at as entered_at,
    postmortem_at as left_at,
    postmortem_due_at
from fct_incidents
where postmortem_owed_at is not null
    and (postmortem_at is null or postmortem_at > postmortem_owed_at)
    and not is_drill
