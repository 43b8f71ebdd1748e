-- When each case was created: the first creation that any export knows, and its landed row:
-- by number and place in the log, since a record may hold a whole history.
select
    case_names.source,
    case_names.case_id,
    min(created.event_at) as created_at,
    arg_min(
        (created.load_key, created.row_number, created.seq),
        (created.event_at, created.load_key, created.row_number)
    ) as created_row,
from contract_case_events as created
join case_names
    on case_names.case_no = created.case_no
where created.type = 'created'
group by case_names.source, case_names.case_id
