/*
title       = "Time with a team in working hours"
definition  = "How long an open case stayed with one team, on the contract clock of its promise to resolve, each stay by itself, counted where it ended."
unit        = "hours"
better      = "lower"
aggregation = "median"
grain       = "one row per stay of a case with one team that has ended"
time_column = "ended_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; stays that go on; stays that begin or end without a target to resolve; stays of no second. Time in which a status stopped the clock is not in it; a stay wholly outside working hours counts, with no time. A case without a team counts under No team. Tier and severity are those of the last second of the stay."
key         = ["case_key", "started_at"]
*/
select
    case_key,
    case_id,
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
where stay = 'team'
    and until_at is not null
    and contract_seconds is not null
    and not is_drill
