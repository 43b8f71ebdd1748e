/*
title       = "Acknowledge coverage"
definition  = "Of the cases first resolved in the period, the share that a person had acknowledged by then."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per case whose first cycle ended with a resolve"
time_column = "resolved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; sources without any evidence of acknowledgement; cases merged or cancelled before their first resolve; later resolves of a reopened case. Where the source records no acknowledgements and they are inferred, the resolve itself is none."
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
    fct_cases.acknowledged_at,
    fct_cases.is_acknowledge_inferred,
    case
        when fct_cases.acknowledged_at is null then 0
        when fct_cases.is_acknowledge_inferred
            and fct_cases.acknowledged_at >= fct_cycles.resolved_at then 0
        else 1
    end as value
from fct_cycles
join fct_cases
    on fct_cycles.case_key = fct_cases.case_key
where fct_cycles.cycle = 1
    and fct_cycles.resolved_at is not null
    and not fct_cycles.is_drill
    and fct_cases.records_acknowledged
