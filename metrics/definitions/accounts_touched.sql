/*
title       = "Accounts touched"
definition  = "Accounts that opened a case which belongs to an incident, once per incident, in the period of the first such case."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per incident and account"
time_column = "first_case_at"
dimensions  = ["account", "tier", "region", "system", "severity", "team", "category", "source"]
excludes    = "Drills, merged incidents. Cases without an account, and accounts that were hurt and opened no case that names the incident. Account, tier and region are those of the cases, the rest those of the incident."
key         = ["case_key", "account"]
*/
with touched as (
    select
        fct_links.parent_key,
        fct_cases.account,
        min(fct_cases.tier) as tier,
        min(fct_cases.region) as region,
        min(fct_cases.created_at) as first_case_at,
        count(*) as case_count
    from fct_links
    join fct_cases
        on fct_cases.case_key = fct_links.case_key
    where fct_cases.account_id is not null
        and not fct_cases.is_drill
    group by
        fct_links.parent_key,
        fct_cases.account
)

select
    fct_incidents.case_key,
    fct_incidents.case_id,
    touched.account,
    touched.tier,
    touched.region,
    fct_incidents.system,
    fct_incidents.severity,
    fct_incidents.team,
    fct_incidents.category,
    fct_incidents.source,
    touched.first_case_at,
    touched.case_count
from fct_incidents
join touched
    on touched.parent_key = fct_incidents.case_key
where not fct_incidents.is_drill
    and not fct_incidents.is_merged
