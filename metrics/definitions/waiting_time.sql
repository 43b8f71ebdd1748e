/*
title       = "Waiting time"
definition  = "How long a case stays in a status in which it waits for somebody else (pending, hold), around the clock, each stay by itself. Stays that go on count as at least this long."
unit        = "hours"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per stay of a case in the status pending or hold"
time_column = "ended_at"
dimensions  = ["status", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; stays of no second; the time a case lay solved, cancelled or merged, which ends a stay. Statuses of a source that its words do not map are in neither handling nor waiting. Tier, severity and team are those of the last second of the stay."
key         = ["case_key", "started_at"]
*/
select
    case_key,
    case_id,
    status,
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
where stay = 'status'
    and case when status in ('pending', 'hold') then 1 else 0 end = 1
    and not is_drill
