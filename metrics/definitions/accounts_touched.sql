/*
title       = "Accounts touched"
definition  = "Accounts that opened a case which belongs to an incident, once per incident, in the period in which the first such case was opened (the incident, where that came later)."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per incident and account"
time_column = "touched_at"
dimensions  = ["account", "tier", "region", "system", "severity", "team", "category", "source"]
excludes    = "Drills. Cases without an account, and accounts that were hurt and opened no case that names the incident. Tier and region are those of the account's first case when it was opened; severity and team those of the incident when it was opened. An incident merged into another one keeps the accounts that it touched."
key         = ["case_key", "account"]
*/
select
    fct_incidents.case_key,
    fct_incidents.case_id,
    fct_touches.account,
    fct_touches.tier,
    fct_touches.region,
    fct_incidents.system,
    fct_incidents.severity,
    fct_incidents.team,
    fct_incidents.category,
    fct_incidents.source,
    case
        when fct_touches.first_case_at > fct_incidents.created_at then fct_touches.first_case_at
        else fct_incidents.created_at
    end as touched_at,
    fct_touches.first_case_at,
    fct_touches.case_count
from fct_incidents
join fct_touches
    on fct_touches.case_key = fct_incidents.case_key
where not fct_incidents.is_drill
