-- The first evidence of each kind per case. Bots do not count. Without an acknowledgement in
-- the source, the first assignment to a person or the first status change by a person stands
-- in for it, marked inferred; a status written at creation is the initial one, not a change.
with firsts as (
    select
        case_events.case_key,
        min(case when case_events.type = 'acknowledged' then case_events.event_at end) as explicit_at,
        min(case
            when case_events.inferred then null
            when case_events.type = 'assigned' and case_events.to_value is not null then case_events.event_at
            when case_events.event_at = stg_cases.created_at then null
            when case_events.type = 'status_changed'
                and case_events.to_value <> coalesce(case_events.from_value, 'new') then case_events.event_at
            when case_events.type in ('resolved', 'closed', 'reopened', 'cancelled', 'merged')
                then case_events.event_at
        end) as implicit_at,
        min(case
            when case_events.type = 'replied' and case_events.is_public then case_events.event_at
        end) as replied_at,
        min(case when case_events.type = 'closed'
            or (case_events.type = 'status_changed' and case_events.to_value = 'closed')
            then case_events.event_at
        end) as closed_at,
    from case_events
    join stg_cases
        on stg_cases.case_key = case_events.case_key
    where not case_events.is_bot
        and case_events.type in (
            'acknowledged', 'assigned', 'status_changed', 'replied',
            'resolved', 'closed', 'reopened', 'cancelled', 'merged'
        )
    group by case_events.case_key
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
