/*
title       = "Downtime budget burn"
definition  = "Weighted downtime, of the downtime that the objective allows in the same time. 100 % uses the budget up exactly."
unit        = "share"
better      = "lower"
aggregation = "portion"
grain       = "one row per service and day of the reporting zone"
time_column = "from_at"
dimensions  = ["system"]
excludes    = "Services without an objective in policy, or with one of 100 %, which allows nothing: see downtime_budget_left. Announced maintenance; drills; days before the first impact or maintenance that the service's sources tell of. A range that does not begin at a midnight leaves out the day it begins in."
key         = ["system", "from_at"]
decimals    = 0
*/
select
    case_key,
    case_id,
    system,
    from_at,
    objective,
    weighted_seconds * 1000000 as value,
    (observed_seconds - maintenance_seconds) * allowed_ppm as base
from fct_service_days
where allowed_ppm > 0
    and observed_seconds > maintenance_seconds
