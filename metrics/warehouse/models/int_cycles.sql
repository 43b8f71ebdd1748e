-- One row per case and cycle: opened, ended (null: still open) and as what it ended; open
-- seconds of the earlier cycles are carried (customer clock: 24x7, no pauses). Work after a
-- cancel or merge is a new cycle and no reopen.
with spans as (
    select
        case_key,
        cycle,
        min(from_at) as opened_at,
        max(until_at) as last_until_at,
        count(*) as stretch_count,
        count(until_at) as ended_count,
        max(end_status) as end_status,
        max(case when is_from_solved then 1 else 0 end) as is_from_solved,
    from int_stretches
    where is_active
    group by case_key, cycle
),

ended as (
    select
        case_key,
        cycle,
        opened_at,
        case when ended_count = stretch_count then last_until_at end as ended_at,
        case when ended_count = stretch_count then end_status end as end_status,
        is_from_solved,
    from spans
)

select
    case_key,
    cycle,
    opened_at,
    ended_at,
    end_status,
    case when end_status in ('resolved', 'closed') then ended_at end as resolved_at,
    is_from_solved = 1 and lag(case when end_status in ('resolved', 'closed') then ended_at end)
        over (partition by case_key order by cycle) is not null as is_reopen,
    cast(coalesce(sum(cast(epoch(ended_at) - epoch(opened_at) as bigint)) over (
        partition by case_key
        order by cycle
        rows between unbounded preceding and 1 preceding
    ), 0) as bigint) as carried_seconds,
    lead(opened_at) over (partition by case_key order by cycle) as reopened_at,
from ended
