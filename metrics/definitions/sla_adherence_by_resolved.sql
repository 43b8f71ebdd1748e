/*
title       = "SLA adherence by resolution"
definition  = "Promises met, of the promises decided while the case was open, counted where that opening was resolved. It is here to be laid beside a vendor's report."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per promise that has been decided, of a case that was resolved after it"
time_column = "resolved_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. Promises of cases not resolved yet, breached ones among them: so it looks best while the hard cases wait. See sla_adherence."
key         = ["case_key", "promise", "cycle"]
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
    fct_cycles.resolved_at,
    fct_promises.decided_at,
    case when fct_promises.state = 'met' then 1 else 0 end as value
from fct_promises
join fct_cycles
    on fct_cycles.case_key = fct_promises.case_key
    and (
        (fct_promises.promise not in ('next_response', 'update') and fct_cycles.cycle = fct_promises.cycle)
        or (
            fct_promises.promise in ('next_response', 'update')
            and fct_cycles.opened_at <= fct_promises.started_at
            and (fct_cycles.reopened_at is null or fct_cycles.reopened_at > fct_promises.started_at)
        )
    )
where fct_promises.decided_at is not null
    and fct_cycles.resolved_at is not null
    and not fct_promises.is_drill
