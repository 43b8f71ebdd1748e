/*
title       = "Hollow acknowledgements"
definition  = "Of the acknowledged cases, the share on which nobody did anything more for as long as the target to acknowledge. A case is decided at the next event on it or, past that time, without one."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per acknowledged case for which that is known"
time_column = "decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases without a target to acknowledge; cases that ended in the second of the acknowledgement; sources without a log of events. Only what happens after the second of the acknowledgement counts, not what bots or the client do; the end of a case always does. Measured in the hours of the promise, its pauses not taken off."
*/
select
    case_key,
    case_id,
    tier,
    severity,
    team,
    kind,
    category,
    system,
    source,
    account,
    region,
    acknowledged_at,
    target_seconds,
    followed_at,
    decided_at,
    case when is_hollow then 1 else 0 end as value
from fct_follow_ups
where decided_at is not null
    and not is_drill
