-- Which case belongs to which: a ticket to the incident it names as its parent, within its own
-- source, else wherever one case alone has that id. What is named and not loaded is left out.
with named as (
    select case_key, source, parent_id
    from stg_cases
    where parent_id is not null
        and parent_id <> case_id
),

elsewhere as (
    select case_id, min(case_key) as case_key
    from stg_cases
    where case_id in (select parent_id from named)
    group by case_id
    having count(*) = 1
),

found as (
    select
        named.case_key,
        coalesce(own.case_key, elsewhere.case_key) as parent_key,
    from named
    left join stg_cases as own
        on own.source = named.source
        and own.case_id = named.parent_id
    left join elsewhere
        on elsewhere.case_id = named.parent_id
)

select case_key, parent_key
from found
where parent_key is not null
    and parent_key <> case_key
