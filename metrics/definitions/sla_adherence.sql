/*
title       = "SLA adherence"
definition  = "Promises met, of the promises decided in the period. A promise is decided at the earlier of the instant it was met and the instant it was breached."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per promise that has been decided"
time_column = "decided_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region", "policy_version", "calendar"]
excludes    = "Drills, from when they are marked as such. First responses to cases that an agent opened. Promises not decided yet, and those of cases merged or cancelled before they were decided; on-track work counts nowhere."
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
    coalesce(calendar, 'No calendar') as calendar,
    decided_at,
    due_at,
    case when state = 'met' then 1 else 0 end as value
from fct_promises
where decided_at is not null
    and not is_drill
