-- Events of known cases, from creation to the watermark, each with the landed row it came from.
select
    stg_case_keys.case_key,
    contract_case_events.event_at,
    contract_case_events.seq,
    contract_case_events.type,
    contract_case_events.from_value,
    contract_case_events.to_value,
    contract_case_events.actor,
    contract_case_events.level,
    coalesce(contract_case_events.is_public, true) as is_public,
    coalesce(contract_case_events.is_bot, false) as is_bot,
    coalesce(contract_case_events.inferred, false) as inferred,
    contract_case_events.load_key,
    contract_case_events.row_number,
from contract_case_events
join stg_case_keys
    on stg_case_keys.case_no = contract_case_events.case_no
where contract_case_events.event_at >= stg_case_keys.created_at
    and contract_case_events.event_at <= (select as_of from watermark)
