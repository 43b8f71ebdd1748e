-- Events of known cases, from creation to the watermark, each with the landed row it came from.
select
    stg_cases.case_key,
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
join stg_cases
    on stg_cases.source = contract_case_events.source
    and stg_cases.case_id = contract_case_events.case_id
where contract_case_events.event_at >= stg_cases.created_at
    and contract_case_events.event_at <= (select as_of from watermark)
