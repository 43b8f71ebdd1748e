/*
title       = "Downtime"
definition  = "Time in which a service was hurt, each stretch times the share of the service that was gone. Where incidents overlap, the heaviest one counts, once. What a service is degraded by below the severe weight of policy counts too; the breakdown by depth shows it apart."
unit        = "hours"
better      = "lower"
aggregation = "sum"
grain       = "one row per stretch of a service in which nothing changes, cut at midnights"
time_column = "from_at"
dimensions  = ["system", "depth", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills. Announced maintenance, also where an incident falls into it. Impacts that are over before they begin, and what lies after the as-of instant. An impact without an end lasts until its incident was resolved, else until the as-of instant; one without an incident counts for its service. A range that does not begin at a midnight leaves out the stretch that began before it. Tier, severity, team and region are those of the incident in the last second of the stretch."
key         = ["system", "from_at"]
*/
select
    case_key,
    case_id,
    system,
    depth,
    tier,
    severity,
    team,
    category,
    source,
    account,
    region,
    from_at,
    until_at,
    weight,
    weighted_seconds as value
from fct_downtime
