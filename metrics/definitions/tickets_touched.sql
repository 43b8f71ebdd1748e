/*
title       = "Tickets about incidents"
definition  = "Cases that belong to an incident, each in the period in which it was opened (the incident, where that came later)."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per case that names an incident as its parent"
time_column = "touched_at"
dimensions  = ["account", "system", "severity", "team", "category", "source"]
excludes    = "Drills. Cases that name no incident, or one that is not loaded. Account and source are those of the case; system, severity, team and category those of the incident when it was opened. An incident merged into another one keeps its cases."
*/
select
    fct_cases.case_key,
    fct_cases.case_id,
    fct_cases.account,
    fct_incidents.system,
    fct_incidents.severity,
    fct_incidents.team,
    fct_incidents.category,
    fct_cases.source,
    case
        when fct_cases.created_at > fct_incidents.created_at then fct_cases.created_at
        else fct_incidents.created_at
    end as touched_at,
    fct_incidents.case_id as incident_id
from fct_links
join fct_incidents
    on fct_incidents.case_key = fct_links.parent_key
join fct_cases
    on fct_cases.case_key = fct_links.case_key
where not fct_incidents.is_drill
    and not fct_cases.is_drill
