/*
title       = "Age of open cases"
definition  = "Cases open at the end of the period, by how many days each had been open then, solved time left out."
unit        = "count"
better      = "lower"
aggregation = "closing"
grain       = "one row per case, cycle and age band it reached"
time_column = "entered_at"
dimensions  = ["age_band", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills. A case leaves when it is resolved, merged or cancelled; it moves to the next band as it grows older, so each open case is in one band at any instant."
key         = ["case_key", "cycle", "age_band"]
*/
with bands as (
    select '00-01 d' as age_band, 0 as from_days, 1 as until_days
    union all
    select '01-03 d' as age_band, 1 as from_days, 3 as until_days
    union all
    select '03-07 d' as age_band, 3 as from_days, 7 as until_days
    union all
    select '07-30 d' as age_band, 7 as from_days, 30 as until_days
    union all
    select '30 d or more' as age_band, 30 as from_days, 100000 as until_days
),

lives as (
    select
        *,
        opened_at - carried_seconds * interval '1' second as born_at
    from fct_cycles
    where not is_drill
)

select
    lives.case_key,
    lives.case_id,
    lives.cycle,
    bands.age_band,
    lives.tier,
    lives.severity,
    lives.team,
    lives.kind,
    lives.category,
    lives.system,
    lives.source,
    lives.account,
    lives.region,
    greatest(lives.opened_at, lives.born_at + bands.from_days * interval '1' day) as entered_at,
    least(lives.ended_at, lives.born_at + bands.until_days * interval '1' day) as left_at
from lives
join bands
    on lives.opened_at < lives.born_at + bands.until_days * interval '1' day
    and (lives.ended_at is null or lives.ended_at > lives.born_at + bands.from_days * interval '1' day)
