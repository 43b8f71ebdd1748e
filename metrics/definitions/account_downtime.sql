/*
title       = "Downtime felt"
definition  = "Time in which a service was hurt by an incident that an account opened a case about, times the share of the service that was gone, added up over accounts. What overlaps counts once for an account."
unit        = "budget_hours"
better      = "lower"
aggregation = "sum"
grain       = "one row per account, incident, service and day of the reporting zone"
time_column = "felt_at"
dimensions  = ["account", "tier", "region", "system", "source"]
excludes    = "Drills; announced maintenance. Accounts that were hurt and opened no case that names the incident: no export says which account uses which service, so this is a lower bound. What an account felt before it opened its first case counts when it did. Tier and region are those of that case when it was opened."
key         = ["case_key", "account", "system", "from_at"]
*/
select
    case_key,
    case_id,
    account,
    tier,
    region,
    system,
    source,
    from_at,
    until_at,
    felt_at,
    weighted_ppm as value
from fct_felt
