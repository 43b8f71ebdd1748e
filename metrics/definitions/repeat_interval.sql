/*
title       = "Repeat interval"
definition  = "Time around the clock from the latest first resolve of a case of the same kind, category and system to the opening of the next, where it is within the policy's window (30 days unless it says otherwise)."
unit        = "days"
better      = "higher"
aggregation = "median"
grain       = "one row per case that opened within the window after another was resolved"
time_column = "created_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases without a category; cases before which nothing of the kind was resolved within the window. Tier, severity, team and region are those when it was opened."
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
    created_at,
    previous_case_key,
    repeat_seconds as value
from fct_recurrences
where repeat_seconds is not null
