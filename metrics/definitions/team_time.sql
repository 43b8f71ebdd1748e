/*
title       = "Time with a team"
definition  = "How long an open case stays with one team, around the clock, each stay by itself. Stays that go on count as at least this long."
unit        = "hours"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per stay of a case with one team"
time_column = "ended_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; stays of no second; the time a case lay solved, cancelled or merged, which ends a stay. A case without a team counts under No team. Tier and severity are those of the last second of the stay."
key         = ["case_key", "started_at"]
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
    from_at as started_at,
    from_at as opened_at,
    until_at as ended_at,
    cast(null as timestamp) as superseded_at,
    until_at is not null as ended_by_event,
    date_diff('second', from_at, until_at) as value
from fct_stays
where stay = 'team'
    and not is_drill
