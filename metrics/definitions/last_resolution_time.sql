/*
title       = "Time to last resolution"
definition  = "From creation to the last resolve by the wall clock, solved time counted; it reconciles with plain logs and vendor reports. Open cases count as at least this long."
unit        = "hours"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per case and cycle, that is per opening or reopening"
time_column = "ended_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills. A resolve counts in its period unless the case was reopened before that period ended. Cases merged or cancelled count as open until then, never as resolved."
key         = ["case_key", "cycle"]
superseded_column = "superseded_at"
*/
select
    fct_cycles.case_key,
    fct_cycles.case_id,
    fct_cycles.cycle,
    fct_cycles.tier,
    fct_cycles.severity,
    fct_cycles.team,
    fct_cycles.kind,
    fct_cycles.category,
    fct_cycles.system,
    fct_cycles.source,
    fct_cycles.account,
    fct_cycles.region,
    fct_cases.created_at as started_at,
    fct_cycles.opened_at,
    fct_cycles.ended_at,
    fct_cycles.reopened_at as superseded_at,
    fct_cycles.resolved_at is not null as ended_by_event,
    date_diff('second', fct_cases.created_at, fct_cycles.ended_at) as value
from fct_cycles
join fct_cases
    on fct_cycles.case_key = fct_cases.case_key
where not fct_cycles.is_drill
