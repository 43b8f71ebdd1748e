/*
title       = "Recurrence rate"
definition  = "Resolved cases after which another of the same kind, category and system opened within the policy's window (30 days unless it says otherwise). A case is decided at the earlier of that opening and the end of the window after its first resolve, and counts in that period. That two cases follow each other does not say that one caused the other."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per case whose first resolve has been judged"
time_column = "decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases without a category, of which nobody can say what recurred. Cases resolved less than a window before the as-of instant after which nothing opened: they can still go either way. Cases without a system are compared among themselves. Tier, severity, team and region are those of the first resolve."
*/
select
    case_key,
    case_id,
    resolved_tier as tier,
    resolved_severity as severity,
    resolved_team as team,
    kind,
    category,
    system,
    source,
    account,
    resolved_region as region,
    decided_at,
    recurred_at,
    next_case_key,
    case when recurred_at is not null then 1 else 0 end as value
from fct_recurrences
where decided_at is not null
