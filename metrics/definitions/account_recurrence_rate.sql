/*
title       = "Recurrence rate at the same account"
definition  = "Resolved cases after which the same account opened another of the same kind, category and system within the policy's window (30 days unless it says otherwise), counted where it opened, else where the window ended."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per case of a known account whose first resolve has been judged"
time_column = "account_decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases without a category or an account. Cases resolved less than a window before the as-of instant after which the account opened nothing of the kind: they can still go either way. Tier, severity, team and region are those of the first resolve."
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
    account_decided_at,
    account_recurred_at,
    case when account_recurred_at is not null then 1 else 0 end as value
from fct_recurrences
where account_decided_at is not null
