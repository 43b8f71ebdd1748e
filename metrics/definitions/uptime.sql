/*
title       = "Uptime"
definition  = "1 - weighted downtime / (time - maintenance), of the days of each service, quiet ones among them."
unit        = "share"
better      = "higher"
aggregation = "portion"
grain       = "one row per service and day of the reporting zone"
time_column = "from_at"
dimensions  = ["system"]
excludes    = "Announced maintenance and days that were nothing else; drills; days before the first impact or maintenance that the service's sources tell of. Several services together weigh by their time. A range that does not begin at a midnight leaves out the day it begins in."
key         = ["system", "from_at"]
decimals    = 3
*/
select
    case_key,
    case_id,
    system,
    from_at,
    observed_seconds - maintenance_seconds - weighted_seconds as value,
    observed_seconds - maintenance_seconds as base
from fct_service_days
where observed_seconds > maintenance_seconds
