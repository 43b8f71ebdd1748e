/*
title       = "Reopen rate"
definition  = "Cases reopened within the policy's window (30 days unless it says otherwise) of their first resolve. A case is decided at the earlier of its first reopen and the end of the window after the resolve, and counts in that period."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per case whose first resolve has been judged"
time_column = "decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills. Cases resolved less than a window before the as-of instant and not reopened: they can still go either way. Tier, severity, team and region are those of the first resolve."
*/
with judged as (
    select
        fct_cases.case_key,
        fct_cases.case_id,
        fct_cases.resolved_tier as tier,
        fct_cases.resolved_severity as severity,
        fct_cases.resolved_team as team,
        fct_cases.kind,
        fct_cases.category,
        fct_cases.system,
        fct_cases.source,
        fct_cases.account,
        fct_cases.resolved_region as region,
        least(
            fct_cases.first_reopened_at,
            fct_cases.first_resolved_at + meta.reopen_window_days * interval '1' day
        ) as decided_at,
        case
            when fct_cases.first_reopened_at
                <= fct_cases.first_resolved_at + meta.reopen_window_days * interval '1' day then 1
            else 0
        end as value,
        meta.as_of
    from fct_cases
    cross join meta
    where fct_cases.first_resolved_at is not null
        and not fct_cases.is_drill
)

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
    decided_at,
    value
from judged
where decided_at <= as_of
