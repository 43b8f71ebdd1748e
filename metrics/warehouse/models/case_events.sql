-- Events of known cases, from creation to the watermark, each with the landed row it came from.
select
    case_no as case_key,
    event_at,
    seq,
    type,
    from_value,
    to_value,
    actor,
    level,
    coalesce(is_public, true) as is_public,
    coalesce(is_bot, false) as is_bot,
    coalesce(inferred, false) as inferred,
    load_key,
    row_number,
from contract_case_events
