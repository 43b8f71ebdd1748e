-- When each case was created: the first creation that any export knows, and its landed row:
-- by number and place in the log, since a record may hold a whole history.
select
    source,
    case_id,
    min(event_at) as created_at,
    arg_min((load_key, row_number, seq), (event_at, load_key, row_number)) as created_row,
from contract_case_events
where type = 'created'
group by source, case_id
