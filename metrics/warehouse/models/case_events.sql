-- The events of every case in order of time, each with the landed row it came from.
select
    stg_events.case_key,
    stg_events.event_at,
    stg_events.seq,
    stg_events.type,
    stg_events.from_value,
    stg_events.to_value,
    stg_events.actor,
    stg_events.level,
    stg_events.is_public,
    stg_events.is_bot,
    stg_events.inferred,
    loads_in.load_id,
    stg_events.row_number,
from stg_events
join loads_in
    on loads_in.load_key = stg_events.load_key
