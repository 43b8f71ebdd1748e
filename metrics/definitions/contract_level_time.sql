/*
title       = "Time at an escalation level in working hours"
definition  = "How long an open case stayed at an escalation level, on the contract clock of its promise to resolve, each stay by itself, counted where it ended."
unit        = "hours"
better      = "lower"
aggregation = "median"
grain       = "one row per stay of a case at an escalation level that has ended"
time_column = "ended_at"
dimensions  = ["level", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; the time before the first escalation; stays that go on; stays that begin or end without a target to resolve; stays of no second. Time in which a status stopped the clock is not in it; a stay wholly outside working hours counts, with no time. Tier, severity and team are those of the last second of the stay."
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
    until_at as ended_at,
    contract_seconds as value
from fct_stays
where stay = 'level'
    and until_at is not null
    and contract_seconds is not null
    and not is_drill
