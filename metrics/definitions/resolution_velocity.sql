/*
title       = "Resolution velocity"
definition  = "Cases resolved a calendar day: those resolved in the period and not reopened before it ended, divided by its days in the reporting zone. Of a running period only the days gone count, the running day as far as it has gone."
unit        = "per_day"
better      = "higher"
aggregation = "per_day"
grain       = "one row per case and resolve"
time_column = "resolved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; resolves undone within the same period; cases merged or cancelled without a resolve; days before the first case of the data. Weekends and holidays are days like others: teams work by several calendars, so there is no one working day."
key         = ["case_key", "cycle"]
superseded_column = "reopened_at"
*/
select
    case_key,
    case_id,
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
    resolved_at,
    reopened_at
from fct_cycles
where resolved_at is not null
    and not is_drill
