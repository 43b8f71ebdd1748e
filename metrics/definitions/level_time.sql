/*
title       = "Time at an escalation level"
definition  = "How long an open case stays at an escalation level, around the clock: from its escalation to the next one to another level, else to the end of the case. Stays that go on count as at least this long."
unit        = "hours"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per stay of a case at an escalation level"
time_column = "ended_at"
dimensions  = ["level", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; the time before the first escalation; escalations to the level a case has; stays of no second. A reopened case is at no level until it is escalated again. Tier, severity and team are those of the last second of the stay."
key         = ["case_key", "started_at"]
*/
select
    case_key,
    case_id,
    level,
    tier,
    severity,
    team,
    kind,
    category,
    system,
    source,
    account,
    region,
    from_at as started_at,
    from_at as opened_at,
    until_at as ended_at,
    cast(null as timestamp) as superseded_at,
    until_at is not null as ended_by_event,
    date_diff('second', from_at, until_at) as value
from fct_stays
where stay = 'level'
    and not is_drill
