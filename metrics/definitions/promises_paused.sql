/*
title       = "Promises paused"
definition  = "Promises whose clock the status of the case held at the end of the period, not past their target."
unit        = "count"
better      = "neither"
aggregation = "closing"
grain       = "one row per stretch of a clock in which the status held it"
time_column = "entered_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills. First responses to cases that an agent opened. Promises past their target: see open_breaches. A clock that only waits for the next opening is not paused. Sources that do not record what would keep the promise. Tier, severity and team are those at that time."
key         = ["case_key", "promise", "cycle", "segment"]
*/
select
    case_key,
    case_id,
    promise,
    cycle,
    segment,
    tier,
    severity,
    team,
    kind,
    category,
    system,
    source,
    account,
    region,
    entered_at,
    left_at
from fct_standings
where state = 'paused'
    and not is_drill
