/*
title       = "SLA adherence by creation"
definition  = "Promises met, of the promises decided so far of the cases created in the period. It is here to be laid beside a vendor's report."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per promise that has been decided"
time_column = "created_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. Promises not decided yet: they join the period of the creation when they are, so a closed period goes on changing. See sla_adherence."
key         = ["case_key", "promise", "cycle"]
cohort      = true
*/
select
    fct_promises.case_key,
    fct_promises.case_id,
    fct_promises.promise,
    fct_promises.cycle,
    fct_promises.tier,
    fct_promises.severity,
    fct_promises.team,
    fct_promises.kind,
    fct_promises.category,
    fct_promises.system,
    fct_promises.source,
    fct_promises.account,
    fct_promises.region,
    cast(fct_promises.policy_version as varchar) as policy_version,
    coalesce(fct_promises.calendar, 'No calendar') as calendar,
    fct_cases.created_at,
    fct_promises.decided_at,
    case when fct_promises.state = 'met' then 1 else 0 end as value
from fct_promises
join fct_cases
    on fct_cases.case_key = fct_promises.case_key
where fct_promises.decided_at is not null
    and not fct_promises.is_drill
