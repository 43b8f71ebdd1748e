/*
title       = "Promises at risk"
definition  = "Promises that ran at the end of the period with at least the at-risk share of their target used (policy, 75 % by itself), neither kept nor past the target yet."
unit        = "count"
better      = "lower"
aggregation = "closing"
grain       = "one row per stretch of a clock in which it ran with that share of the target used"
time_column = "entered_at"
dimensions  = ["tier", "promise", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills. First responses to cases that an agent opened. Promises whose status stopped the clock then: see promises_paused; those past their target: see open_breaches. A clock that waits for the next opening is at risk all the same. Sources that do not record what would keep the promise. Tier, severity and team are those at that time."
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
where state = 'at_risk'
    and not is_drill
