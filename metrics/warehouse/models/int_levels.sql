-- One row per stay of an open case at one escalation level: from its escalation to the next one
-- to another level, else to the end of the cycle. state_key and team are those of its last second.
with told as (
    select
        case_events.case_key,
        case_events.event_at,
        case_events.seq,
        case_events.row_number,
        case
            when case_events.level is null then 'No level'
            else concat('L', cast(case_events.level as varchar))
        end as level,
        int_cycles.cycle,
        int_cycles.ended_at as cycle_ended_at,
        lead(case_events.event_at) over (
            partition by case_events.case_key, int_cycles.cycle
            order by case_events.event_at, case_events.seq, case_events.row_number
        ) as next_at,
    from case_events
    join int_cycles
        on int_cycles.case_key = case_events.case_key
        and int_cycles.opened_at <= case_events.event_at
        and (int_cycles.ended_at is null or int_cycles.ended_at > case_events.event_at)
    where case_events.type = 'escalated'
),

lasting as (
    select
        *,
        lag(level) over (partition by case_key, cycle order by event_at) as level_before,
    from told
    where next_at is null
        or next_at > event_at
),

stays as (
    select
        case_key,
        level,
        event_at as from_at,
        coalesce(
            lead(event_at) over (partition by case_key, cycle order by event_at), cycle_ended_at
        ) as until_at,
    from lasting
    where level_before is null
        or level_before <> level
)

select
    stays.case_key,
    stays.level,
    stays.from_at,
    stays.until_at,
    stg_stretches.team,
    stg_stretches.state_key,
from stays
join stg_stretches
    on stg_stretches.case_key = stays.case_key
    and (
        (stays.until_at is null and stg_stretches.until_at is null)
        or (
            stg_stretches.from_at < stays.until_at
            and (stg_stretches.until_at is null or stg_stretches.until_at >= stays.until_at)
        )
    )
