/*
title       = "Downtime budget left"
definition  = "(1 - objective) x (time - maintenance) less the weighted downtime, of the days of each service that policy gives an objective. Below zero its budget of that time is overdrawn."
unit        = "budget_hours"
better      = "higher"
aggregation = "sum"
grain       = "one row per service and day of the reporting zone"
time_column = "from_at"
dimensions  = ["system"]
excludes    = "Services without an objective in policy; announced maintenance; drills; days before the first impact or maintenance that the service's sources tell of, and days to come. The objective of a day is the one in force when it began. A range that does not begin at a midnight leaves out the day it begins in."
key         = ["system", "from_at"]
*/
select
    case_key,
    case_id,
    system,
    from_at,
    objective,
    (observed_seconds - maintenance_seconds) * allowed_ppm - weighted_seconds * 1000000 as value
from fct_service_days
where allowed_ppm is not null
