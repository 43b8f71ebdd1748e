-- One row per answer to a satisfaction survey.
select *
from contract_surveys
qualify row_number() over (
    partition by source, coalesce(survey_id, case_id), answered_at
    order by load_key desc, row_number desc
) = 1
