/*
title       = "Time to first resolution"
definition  = "From creation to the first resolve, around the clock, whatever happened afterwards. Open cases count as at least this long."
unit        = "hours"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per case"
time_column = "ended_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; later resolves of a reopened case. Cases merged or cancelled count as open until then, never as resolved."
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
    opened_at as started_at,
    opened_at,
    ended_at,
    cast(null as timestamp) as superseded_at,
    resolved_at is not null as ended_by_event,
    date_diff('second', opened_at, ended_at) as value
from fct_cycles
where not is_drill
    and cycle = 1
