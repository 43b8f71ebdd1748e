/*
title       = "Handling time in working hours"
definition  = "How long a case stayed in a status in which the team has to act (new, open), on the contract clock of its promise to resolve, each stay by itself, counted where it ended."
unit        = "hours"
better      = "lower"
aggregation = "median"
grain       = "one row per stay of a case in the status new or open that has ended"
time_column = "ended_at"
dimensions  = ["status", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; stays that go on; stays that begin or end without a target to resolve; stays of no second. A stay wholly outside working hours counts, with no time. Tier, severity and team are those of the last second of the stay."
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
    and status in ('new', 'open')
    and until_at is not null
    and contract_seconds is not null
    and not is_drill
