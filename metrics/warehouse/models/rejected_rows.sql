-- Every row set aside, by the loader (landing, row rules) or by the build (event rules).
with by_loader as (
    select load_key, row_number, line, case_id, column_name, value, rule, cure
    from contract_rejected_rows
),

by_build as (
    select distinct
        events.load_key,
        events.row_number,
        cast(null as bigint) as line,
        case_names.case_id,
        'event time' as column_name,
        cast(events.event_at as varchar) as value,
        case
            when creations.created_at is null then 'no_creation'
            when events.event_at > loads_in.latest_at then 'future_date'
            else 'before_creation'
        end as rule,
        case
            when creations.created_at is null
                then 'The case has no creation: load the export that holds it, or map created_from: first_event.'
            when events.event_at > loads_in.latest_at
                then 'The time lies after the file was loaded: correct it in the source, or the date order.'
            else 'The event lies before its case was created: correct the creation in the source or the mapping.'
        end as cure,
    from set_aside_events as events
    left join case_names
        on case_names.case_no = events.case_no
    left join creations
        on creations.source = case_names.source
        and creations.case_id = case_names.case_id
    join loads_in
        on loads_in.load_key = events.load_key
),

without_events as (
    select
        cases.load_key,
        cases.row_number,
        cast(null as bigint) as line,
        cases.case_id,
        'creation' as column_name,
        cases.case_id as value,
        'no_creation' as rule,
        'The case has no creation: load the export that holds it, or map its creation column.' as cure,
    from contract_cases as cases
    where not exists (
        select 1 from creations
        where creations.source = cases.source and creations.case_id = cases.case_id
    )
    and not exists (
        select 1 from set_aside_events as events
        join case_names on case_names.case_no = events.case_no
        where case_names.source = cases.source and case_names.case_id = cases.case_id
    )
)

select
    loads_in.load_id,
    loads_in.source,
    loads_in.file_name,
    found.line,
    found.row_number,
    found.case_id,
    found.column_name,
    found.value,
    found.rule,
    found.cure,
from (
    select * from by_loader
    union all
    select * from by_build
    union all
    select * from without_events
) as found
join loads_in
    on loads_in.load_key = found.load_key
order by loads_in.load_key, found.row_number, found.column_name
