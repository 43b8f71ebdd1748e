-- The key and creation of every case by its number, under which staged events know it.
select
    case_names.case_no,
    stg_cases.case_key,
    stg_cases.created_at,
from case_names
join stg_cases
    on stg_cases.source = case_names.source
    and stg_cases.case_id = case_names.case_id
