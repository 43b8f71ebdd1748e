/*
title       = "Waiting time in working hours"
definition  = "What a case's stay in a status in which it waits for somebody else (pending, hold) took of its promise to resolve, on the contract clock, each stay by itself, counted where it ended."
unit        = "hours"
better      = "lower"
aggregation = "median"
grain       = "one row per stay of a case in the status pending or hold that has ended and did not stop the clock"
time_column = "ended_at"
dimensions  = ["status", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; stays whose status stops the clock (see paused_share); stays that go on; stays that begin or end without a target to resolve; stays of no second. A stay wholly outside working hours counts, with no time. Tier, severity and team are those of the last second of the stay."
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
    contract_seconds as value
from fct_stays
where stay = 'status'
    and status in ('pending', 'hold')
    and not is_paused
    and until_at is not null
    and contract_seconds is not null
    and not is_drill
