/*
title       = "First response coverage"
definition  = "Of the cases first resolved in the period, the share to which a person had replied in public by then."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per case whose first cycle ended with a resolve"
time_column = "resolved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases that an agent opened, as far as the source tells; sources that do not record public replies; cases merged or cancelled before their first resolve; later resolves of a reopened case. Bots and internal notes are no reply; a reply in the second of the resolve is one."
*/
select
    fct_cycles.case_key,
    fct_cycles.case_id,
    fct_cycles.tier,
    fct_cycles.severity,
    fct_cycles.team,
    fct_cycles.kind,
    fct_cycles.category,
    fct_cycles.system,
    fct_cycles.source,
    fct_cycles.account,
    fct_cycles.region,
    fct_cycles.resolved_at,
    fct_cases.first_responded_at,
    case when fct_cases.first_responded_at is null then 0 else 1 end as value
from fct_cycles
join fct_cases
    on fct_cycles.case_key = fct_cases.case_key
where fct_cycles.cycle = 1
    and fct_cycles.resolved_at is not null
    and not fct_cycles.is_drill
    and not fct_cases.is_agent_created
    and fct_cases.records_replied
