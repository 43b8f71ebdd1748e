/*
title       = "Age of open cases"
definition  = "Cases open at the end of the period, by how many days each had been open then, solved time left out."
unit        = "count"
better      = "lower"
aggregation = "closing"
grain       = "one row per case, cycle, age band it reached, and time under one tier, severity, team and region"
time_column = "entered_at"
dimensions  = ["age_band", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases that have ended and no date tells when: nobody knows in which periods they were open. A case leaves when it is resolved, merged or cancelled; it moves to the next band as it grows older, so each open case is in one band at any instant."
key         = ["case_key", "cycle", "age_band", "entered_at"]
*/
with bands as (
    select 1 as band, '00-01 d' as age_band, 0 as from_days, 1 as until_days
    union all
    select 2 as band, '01-03 d' as age_band, 1 as from_days, 3 as until_days
    union all
    select 3 as band, '03-07 d' as age_band, 3 as from_days, 7 as until_days
    union all
    select 4 as band, '07-30 d' as age_band, 7 as from_days, 30 as until_days
    union all
    select 5 as band, '30 d or more' as age_band, 30 as from_days, 100000 as until_days
),

passages as (
    select
        firsts.band as first_band,
        lasts.band as last_band,
        bands.age_band,
        bands.from_days * interval '1' day as from_age,
        bands.until_days * interval '1' day as until_age
    from bands as firsts
    join bands as lasts
        on lasts.band >= firsts.band
    join bands
        on bands.band >= firsts.band
        and bands.band <= lasts.band
),

lives as (
    select
        *,
        case
            when from_at < started_at + interval '1' day then 1
            when from_at < started_at + interval '3' day then 2
            when from_at < started_at + interval '7' day then 3
            when from_at < started_at + interval '30' day then 4
            else 5
        end as first_band,
        case
            when until_at <= started_at + interval '1' day then 1
            when until_at <= started_at + interval '3' day then 2
            when until_at <= started_at + interval '7' day then 3
            when until_at <= started_at + interval '30' day then 4
            else 5
        end as last_band
    from fct_backlog
    where not is_drill
)

select
    lives.case_key,
    lives.case_id,
    lives.cycle,
    passages.age_band,
    lives.tier,
    lives.severity,
    lives.team,
    lives.kind,
    lives.category,
    lives.system,
    lives.source,
    lives.account,
    lives.region,
    greatest(lives.from_at, lives.started_at + passages.from_age) as entered_at,
    least(lives.until_at, lives.started_at + passages.until_age) as left_at
from lives
join passages
    on lives.first_band = passages.first_band
    and lives.last_band = passages.last_band
