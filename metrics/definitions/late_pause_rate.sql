/*
title       = "Late pause rate"
definition  = "Of the times a status change stopped the clock of a promise to resolve, the share in which at least 75 % of the target was used and it was not yet breached."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per pause of a promise to resolve"
time_column = "moved_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; pauses of no second; a case that is paused from its first second. A pause after the breach counts, but never as late: it saves nothing."
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
where move = 'pause'
    and not is_drill
