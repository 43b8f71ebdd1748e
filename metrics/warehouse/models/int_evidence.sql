-- The first evidence of each kind per case, with its place in the log. Bots do not count.
-- Without an acknowledgement in the source, the first assignment to a person or the first
-- status change by a person stands in for it, marked inferred; a status written at creation
-- is the initial one, not a change.
with loads as (
    select
        loads_in.load_key,
        source_records.has_acknowledged,
    from loads_in
    join source_records
        on source_records.source = loads_in.source
),

said as (
    select
        case_events.case_key,
        case_events.event_at,
        case_events.seq,
        case_events.type = 'acknowledged' as is_acknowledgement,
        case_events.type = 'replied' as is_reply,
        case_events.type in ('closed', 'status_changed') as is_close,
    from case_events
    join loads
        on loads.load_key = case_events.load_key
    where not case_events.is_bot
        and (
            (case_events.type = 'acknowledged' and loads.has_acknowledged)
            or (case_events.type = 'replied' and case_events.is_public)
            or case_events.type = 'closed'
            or (case_events.type = 'status_changed' and case_events.to_value = 'closed'
                and case_events.from_value is distinct from case_events.to_value)
        )
),

inferred as (
    select
        case_events.case_key,
        case_events.event_at,
        case_events.seq,
        true as is_acknowledgement,
        false as is_reply,
        false as is_close,
    from case_events
    join loads
        on loads.load_key = case_events.load_key
    join stg_cases
        on stg_cases.case_key = case_events.case_key
    where not loads.has_acknowledged
        and not case_events.is_bot
        and not case_events.inferred
        and (
            (case_events.type = 'assigned' and case_events.to_value is not null)
            or (
                case_events.event_at <> stg_cases.created_at
                and (
                    case_events.type in ('resolved', 'closed', 'reopened', 'cancelled', 'merged')
                    or (
                        case_events.type = 'status_changed'
                        and case_events.to_value <> coalesce(case_events.from_value, 'new')
                    )
                )
            )
        )
),

signs as (
    select * from said
    union all
    select * from inferred
),

firsts as (
    select
        case_key,
        min(case when is_acknowledgement then event_at end) as acknowledged_at,
        min(case when is_reply then event_at end) as replied_at,
        min(case when is_close then event_at end) as closed_at,
    from signs
    group by case_key
),

places as (
    select
        signs.case_key,
        min(case when signs.is_acknowledgement and signs.event_at = firsts.acknowledged_at
            then signs.seq end) as acknowledged_seq,
        min(case when signs.is_reply and signs.event_at = firsts.replied_at
            then signs.seq end) as replied_seq,
    from signs
    join firsts
        on firsts.case_key = signs.case_key
    where signs.event_at = firsts.acknowledged_at
        or signs.event_at = firsts.replied_at
    group by signs.case_key
)

select
    stg_cases.case_key,
    firsts.acknowledged_at,
    places.acknowledged_seq,
    not source_records.has_acknowledged and firsts.acknowledged_at is not null as is_acknowledge_inferred,
    firsts.replied_at,
    places.replied_seq,
    firsts.closed_at,
    source_records.has_acknowledged or source_records.has_log as records_acknowledged,
    source_records.has_replied as records_replied,
    source_records.has_updated as records_updated,
    source_records.has_mitigated as records_mitigated,
from stg_cases
join source_records
    on source_records.source = stg_cases.source
left join firsts
    on firsts.case_key = stg_cases.case_key
left join places
    on places.case_key = stg_cases.case_key
