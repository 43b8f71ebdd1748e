/*
title       = "Breaches allowed"
definition  = "Breaches that the objective allows among the promises decided in the period: one in twenty at 95 %."
unit        = "promises"
better      = "neither"
aggregation = "sum"
grain       = "one row per promise that has been decided"
time_column = "decided_at"
dimensions  = ["tier", "promise", "objective", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. Promises not decided yet, and those of cases merged or cancelled before they were decided."
key         = ["case_key", "promise", "cycle"]
*/
select
    case_key,
    case_id,
    promise,
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
    cast(policy_version as varchar) as policy_version,
    concat(cast(cast(objective * 100 as decimal(5, 2)) as varchar), ' %') as objective,
    decided_at,
    cast(round((1 - objective) * 1000000) as bigint) as value
from fct_promises
where decided_at is not null
    and not is_drill
