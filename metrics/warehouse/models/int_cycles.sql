-- One row per case and cycle: an unbroken run of stretches in which the case was neither
-- solved nor void. Opened, ended (null: still open), as what it ended, and the state and team
-- of its last stretch; open seconds of the earlier cycles are carried (customer clock: 24x7,
-- no pauses). Work after a solved stretch is a reopen; after a cancel or merge it is a new
-- cycle and no reopen. An end without a date, which a table of cases tells as a change of the
-- status to itself, is no resolve: nobody knows when it was.
with openings as (
    select
        case_key,
        stretch,
        from_at,
        previous_status,
        row_number() over (partition by case_key order by stretch) as cycle,
    from stg_stretches
    where status not in ('resolved', 'closed', 'cancelled', 'merged')
        and (previous_status is null or previous_status in ('resolved', 'closed', 'cancelled', 'merged'))
),

endings as (
    select
        case_key,
        stretch,
        until_at,
        next_status,
        state_key,
        team,
        row_number() over (partition by case_key order by stretch) as cycle,
    from stg_stretches
    where status not in ('resolved', 'closed', 'cancelled', 'merged')
        and (next_status is null or next_status in ('resolved', 'closed', 'cancelled', 'merged'))
),

undated as (
    select distinct
        case_key,
        event_at,
    from case_events
    where type = 'status_changed'
        and inferred
        and from_value = to_value
        and to_value in ('resolved', 'closed')
),

runs as (
    select
        openings.case_key,
        cast(openings.cycle as integer) as cycle,
        openings.stretch as first_stretch,
        endings.stretch as last_stretch,
        openings.from_at as opened_at,
        endings.until_at as ended_at,
        endings.next_status as end_status,
        case when endings.next_status in ('resolved', 'closed') and undated.case_key is null
            then endings.until_at end as resolved_at,
        coalesce(openings.previous_status in ('resolved', 'closed'), false) as is_from_solved,
        undated.case_key is not null as is_undated,
        endings.state_key,
        endings.team,
    from openings
    join endings
        on endings.case_key = openings.case_key
        and endings.cycle = openings.cycle
    left join undated
        on undated.case_key = endings.case_key
        and undated.event_at = endings.until_at
)

select
    case_key,
    cycle,
    first_stretch,
    last_stretch,
    opened_at,
    ended_at,
    end_status,
    resolved_at,
    is_undated,
    is_from_solved and lag(resolved_at) over (partition by case_key order by cycle) is not null as is_reopen,
    cast(coalesce(sum(cast(epoch(ended_at) - epoch(opened_at) as bigint)) over (
        partition by case_key
        order by cycle
        rows between unbounded preceding and 1 preceding
    ), 0) as bigint) as carried_seconds,
    lead(opened_at) over (partition by case_key order by cycle) as reopened_at,
    state_key,
    team,
from runs
