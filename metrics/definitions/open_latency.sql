/*
title       = "Latency of open cases"
definition  = "Cases open at the end of the period on which nobody had done anything for a day or more, by how many days."
unit        = "count"
better      = "lower"
aggregation = "closing"
grain       = "one row per silence of a case and latency band it reached"
time_column = "entered_at"
dimensions  = ["latency_band", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases touched within the last day; sources without a log of events. Any event of the case breaks its silence, the client's among them; events by bots and a new tier or region do not. Kind blocker gives the latency of open blockers."
key         = ["case_key", "from_at", "latency_band"]
*/
with bands as (
    select '01-05 d' as latency_band, 1 as from_days, 5 as until_days
    union all
    select '05-10 d' as latency_band, 5 as from_days, 10 as until_days
    union all
    select '10-30 d' as latency_band, 10 as from_days, 30 as until_days
    union all
    select '30 d or more' as latency_band, 30 as from_days, 100000 as until_days
)

select
    fct_silences.case_key,
    fct_silences.case_id,
    fct_silences.from_at,
    bands.latency_band,
    fct_silences.tier,
    fct_silences.severity,
    fct_silences.team,
    fct_silences.kind,
    fct_silences.category,
    fct_silences.system,
    fct_silences.source,
    fct_silences.account,
    fct_silences.region,
    fct_silences.from_at + bands.from_days * interval '1' day as entered_at,
    least(
        fct_silences.until_at, fct_silences.from_at + bands.until_days * interval '1' day
    ) as left_at
from fct_silences
join bands
    on fct_silences.until_at is null
    or fct_silences.until_at > fct_silences.from_at + bands.from_days * interval '1' day
where not fct_silences.is_drill
