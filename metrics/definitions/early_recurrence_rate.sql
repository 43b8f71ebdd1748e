/*
title       = "Early recurrence rate"
definition  = "Resolved cases after which another of the same kind, category and system opened within 7 days: recoveries that may not have held. A case is decided at the earlier of that opening and 7 days after its first resolve, and counts in that period. That two cases follow each other does not say that one caused the other."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per case whose first resolve has been judged"
time_column = "decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases without a category. Cases resolved less than 7 days before the as-of instant after which nothing opened: they can still go either way. Cases without a system are compared among themselves. A policy whose recurrence window is shorter than 7 days shortens it. Tier, severity, team and region are those of the first resolve."
*/
with judged as (
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
        least(recurred_at, first_resolved_at + interval '7' day) as decided_at,
        case
            when recurred_at <= first_resolved_at + interval '7' day then 1
            else 0
        end as value
    from fct_recurrences
    where first_resolved_at is not null
)

select
    judged.case_key,
    judged.case_id,
    judged.tier,
    judged.severity,
    judged.team,
    judged.kind,
    judged.category,
    judged.system,
    judged.source,
    judged.account,
    judged.region,
    judged.decided_at,
    judged.value
from judged
cross join meta
where judged.decided_at <= meta.as_of
