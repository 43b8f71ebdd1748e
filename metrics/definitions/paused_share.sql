/*
title       = "Paused share"
definition  = "Of the time that open cases spent in statuses which ended in the period, the share in which the status stopped the clock of the promise to resolve."
unit        = "share"
better      = "neither"
aggregation = "portion"
grain       = "one row per stay of a case in a status that has ended"
time_column = "ended_at"
dimensions  = ["status", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; stays that go on; cases without a target to resolve; stays of no second. By the wall clock; the time counts for the team that had the case in the last second of the stay."
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
    until_at as ended_at,
    case when is_paused then date_diff('second', from_at, until_at) else 0 end as value,
    date_diff('second', from_at, until_at) as base
from fct_stays
where stay = 'status'
    and until_at is not null
    and is_paused is not null
    and not is_drill
