-- Freshness: what each source has brought and up to when.
with cases as (
    select source, count(*) as cases
    from stg_cases
    group by source
),

events as (
    select
        loads_in.source,
        count(*) as events,
        min(case_events.event_at) as oldest_event_at,
        max(case_events.event_at) as newest_event_at,
    from case_events
    join loads_in
        on loads_in.load_key = case_events.load_key
    group by loads_in.source
),

files as (
    select source, count(*) as files, max(landed_at) as landed_at
    from loads_in
    group by source
)

select
    files.source,
    coalesce(cases.cases, 0) as cases,
    coalesce(events.events, 0) as events,
    events.newest_event_at,
    events.oldest_event_at,
    files.landed_at,
    files.files,
    source_records.records,
from files
left join cases
    on cases.source = files.source
left join events
    on events.source = files.source
left join source_records
    on source_records.source = files.source
order by files.source
