-- When each case was created: the first creation that any export knows, and its landed row:
-- by number and place in the log, since a record may hold a whole history.
with firsts as (
    select
        case_no,
        event_at as created_at,
        (load_key, row_number, seq) as created_row,
    from contract_case_events
    where type = 'created'
    qualify row_number() over (
        partition by case_no
        order by event_at, load_key, row_number, seq
    ) = 1
)

select
    case_names.case_no,
    case_names.source,
    case_names.case_id,
    firsts.created_at,
    firsts.created_row,
from firsts
join case_names
    on case_names.case_no = firsts.case_no
