-- The first evidence of each kind per case. Bots do not count. Without an acknowledgement in
-- the source, the first assignment to a person or the first status change by a person stands
-- in for it, marked inferred; a status written at creation is the initial one, not a change.
with firsts as (
    select
        stg_events.case_key,
        min(case when stg_events.type = 'acknowledged' then stg_events.event_at end) as explicit_at,
        min(case
            when stg_events.inferred then null
            when stg_events.type = 'assigned' and stg_events.to_value is not null then stg_events.event_at
            when stg_events.type = 'status_changed'
                and stg_events.to_value not in ('new', 'cancelled', 'merged')
                and stg_events.event_at > stg_cases.created_at then stg_events.event_at
        end) as implicit_at,
        min(case
            when stg_events.type = 'replied' and stg_events.is_public then stg_events.event_at
        end) as replied_at,
        min(case when stg_events.type = 'closed'
            or (stg_events.type = 'status_changed' and stg_events.to_value = 'closed')
            then stg_events.event_at
        end) as closed_at,
    from stg_events
    join stg_cases
        on stg_cases.case_key = stg_events.case_key
    where not stg_events.is_bot
        and stg_events.type in ('acknowledged', 'assigned', 'status_changed', 'replied', 'closed')
    group by stg_events.case_key
)

select
    stg_cases.case_key,
    case
        when source_records.has_acknowledged then firsts.explicit_at
        else firsts.implicit_at
    end as acknowledged_at,
    not source_records.has_acknowledged and firsts.implicit_at is not null as is_acknowledge_inferred,
    firsts.replied_at,
    firsts.closed_at,
    source_records.has_acknowledged or source_records.has_log as records_acknowledged,
    source_records.has_replied as records_replied,
from stg_cases
join source_records
    on source_records.source = stg_cases.source
left join firsts
    on firsts.case_key = stg_cases.case_key
