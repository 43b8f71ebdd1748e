/*
title       = "Error budget burn"
definition  = "Breaches, of those that the objective allows among the promises decided in the period. 100 % uses the budget up exactly."
unit        = "share"
better      = "lower"
aggregation = "portion"
grain       = "one row per promise that has been decided"
time_column = "decided_at"
dimensions  = ["tier", "promise", "objective", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. Promises not decided yet, and those of cases merged or cancelled before they were decided. An objective of 100 % allows nothing, so a breach under it is no share of anything: see error_budget_left."
key         = ["case_key", "promise", "cycle"]
decimals    = 0
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
    case when state = 'breached' then 1000000 else 0 end as value,
    cast(round((1 - objective) * 1000000) as bigint) as base
from fct_promises
where decided_at is not null
    and not is_drill
