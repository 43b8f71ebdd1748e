-- When each case was created: the first creation that any export knows, and its landed row.
select
    source,
    case_id,
    min(event_at) as created_at,
    arg_min((load_key, row_number), (event_at, load_key, row_number)) as created_row,
from contract_case_events
where type = 'created'
group by source, case_id
