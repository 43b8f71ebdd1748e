/*
title       = "Time to resolve"
definition  = "Time a case was open, around the clock, until its last resolve; the time it lay solved before a reopen is left out. Open cases count as at least this long."
unit        = "hours"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per case and cycle, that is per opening or reopening"
time_column = "ended_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills. A resolve counts in its period unless the case was reopened before that period ended. Cases merged or cancelled count as open until then, never as resolved."
key         = ["case_key", "cycle"]
superseded_column = "superseded_at"
*/
select
    case_key,
    case_id,
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
    started_at,
    opened_at,
    ended_at,
    reopened_at as superseded_at,
    resolved_at is not null as ended_by_event,
    carried_seconds + date_diff('second', opened_at, ended_at) as value
from fct_cycles
where not is_drill
