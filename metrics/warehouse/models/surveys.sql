-- One row per answer to a satisfaction survey. What names a survey or a case stands once per
-- instant, as last told; of what names neither, every row of a file is an answer of its own, and
-- the very same row in another file is the same answer again.
with numbered as (
    select
        *,
        case
            when coalesce(survey_id, case_id) is null then row_number() over (
                partition by source, load_key, account_id, answered_at, score, max_score, comment
                order by row_number
            )
        end as place,
    from contract_surveys
),

named as (
    select *
    from numbered
    where place is null
    qualify row_number() over (
        partition by source, coalesce(survey_id, case_id), answered_at
        order by load_key desc, row_number desc
    ) = 1
),

anonymous as (
    select *
    from numbered
    where place is not null
    qualify row_number() over (
        partition by source, account_id, answered_at, score, max_score, comment, place
        order by load_key desc
    ) = 1
)

select * exclude (place)
from named
union all
select * exclude (place)
from anonymous
