-- Stretches with their state under an integer and their cycle: a cycle is an unbroken run of
-- stretches in which the case was neither solved nor void; a reopen starts the next one.
with keyed as (
    select
        stg_stretches.case_key,
        stg_stretches.stretch,
        stg_stretches.from_at,
        stg_stretches.from_seq,
        stg_stretches.until_at,
        stg_stretches.status,
        stg_stretches.team,
        int_states.state_key,
        stg_stretches.status not in ('resolved', 'closed', 'cancelled', 'merged') as is_active,
    from stg_stretches
    join int_states
        on int_states.tier = stg_stretches.tier
        and int_states.severity = stg_stretches.severity
        and int_states.region = stg_stretches.region
        and int_states.status = stg_stretches.status
),

neighboured as (
    select
        *,
        lag(is_active) over (partition by case_key order by stretch) as was_active,
        lag(status) over (partition by case_key order by stretch) as previous_status,
        lead(status) over (partition by case_key order by stretch) as next_status,
        lead(is_active) over (partition by case_key order by stretch) as is_next_active,
    from keyed
)

select
    case_key,
    stretch,
    from_at,
    from_seq,
    until_at,
    status,
    team,
    state_key,
    is_active,
    not coalesce(is_next_active, false) as is_cycle_end,
    case when is_next_active then cast(null as varchar) else next_status end as end_status,
    is_active and previous_status in ('resolved', 'closed') as is_from_solved,
    cast(sum(case when is_active and not coalesce(was_active, false) then 1 else 0 end) over (
        partition by case_key
        order by stretch
        rows between unbounded preceding and current row
    ) as integer) as cycle,
from neighboured
