/*
title       = "Late downgrade rate"
definition  = "Of the times a case's severity was lowered while its promise to resolve ran, the share in which at least 75 % of the target was used and it was not yet breached."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per lowered severity of a case with a running promise to resolve"
time_column = "moved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; raised severities; severities that the policy does not list; changes that leave the case without a target. A change after the breach counts, but never as late: it saves nothing."
key         = ["case_key", "cycle", "moved_at"]
*/
select
    case_key,
    case_id,
    cycle,
    tier,
    severity,
    team,
    kind,
    category,
    system,
    source,
    account,
    region,
    moved_at,
    target_seconds,
    elapsed_seconds,
    case
        when elapsed_seconds * 4 >= target_seconds * 3 and elapsed_seconds <= target_seconds then 1
        else 0
    end as value
from fct_clock_moves
where move = 'downgrade'
    and not is_drill
