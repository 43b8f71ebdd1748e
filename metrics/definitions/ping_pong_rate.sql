/*
title       = "Ping-pong rate"
definition  = "Of the handoffs in the period, the share that brought the case back to a team that had had it before."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per move of a case from one team to another"
time_column = "moved_at"
dimensions  = ["tier", "severity", "team", "from_team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; the first team of a case; teams that had it for no second; times without a team, which neither begin nor end anything. Team is the one it came back to."
key         = ["case_key", "moved_at"]
*/
select
    case_key,
    case_id,
    tier,
    severity,
    team,
    from_team,
    kind,
    category,
    system,
    source,
    account,
    region,
    moved_at,
    case when is_return then 1 else 0 end as value
from fct_handoffs
where not is_drill
