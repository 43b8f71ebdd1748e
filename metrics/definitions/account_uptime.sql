/*
title       = "Uptime for accounts"
definition  = "1 - weighted downtime / (time - maintenance) of the services that an account uses, added up over these services and its days. Who uses a service is policy (used_by in services.yaml); a service of which policy says nothing is used by every account. Of several accounts, as those of a tier, each counts with its own services."
unit        = "share"
better      = "higher"
aggregation = "portion"
grain       = "one row per account and day of the reporting zone"
time_column = "from_at"
dimensions  = ["tier", "account", "region"]
excludes    = "Announced maintenance; drills; accounts that no export of accounts names; days before the first impact or maintenance that a service's sources tell of. Tier, region and policy of a day are those when it began. An account counts for every day of its services, for no export says since when it is a client. A range that does not begin at a midnight leaves out the day it begins in."
key         = ["account_id", "from_at"]
decimals    = 3
*/
select
    case_key,
    case_id,
    account_id,
    account,
    tier,
    region,
    from_at,
    service_seconds - weighted_seconds as value,
    service_seconds as base
from fct_account_days
