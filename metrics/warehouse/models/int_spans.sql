-- The stretches in which each clock of a case was alive: resolve through every cycle;
-- acknowledge and first response from creation to their evidence, else to the end of the
-- first cycle. A state that begins in the very second of the stop, and before it in the log,
-- is kept as an empty span: its target is the one in force at the stop. promise_key: 1 acknowledge,
-- 2 first response, 3 resolve.
with bounded as (
    select
        int_stretches.case_key,
        int_stretches.cycle,
        int_stretches.stretch,
        int_stretches.from_at,
        int_stretches.from_seq,
        coalesce(int_stretches.until_at, watermark.as_of) as until_at,
        int_stretches.is_cycle_end
            or int_stretches.until_at > int_stretches.from_at as is_lasting,
        int_stretches.state_key,
        int_stretches.team,
        coalesce(int_cases.acknowledged_at, int_cases.first_ended_at, watermark.as_of) as acknowledge_stop_at,
        coalesce(int_cases.replied_at, int_cases.first_ended_at, watermark.as_of) as response_stop_at,
        case when int_cases.acknowledged_at is not null then int_cases.acknowledged_seq end as acknowledge_seq,
        case when int_cases.replied_at is not null then int_cases.replied_seq end as response_seq,
        int_cases.policy_version,
    from int_stretches
    join int_cases
        on int_cases.case_key = int_stretches.case_key
    cross join watermark
    where int_stretches.is_active
)

select
    case_key,
    1 as promise_key,
    cycle,
    stretch,
    from_at,
    case when until_at < acknowledge_stop_at then until_at else acknowledge_stop_at end as until_at,
    state_key,
    team,
    policy_version,
from bounded
where cycle = 1
    and (
        (from_at < acknowledge_stop_at and is_lasting)
        or (
            from_at = acknowledge_stop_at
            and (from_seq <= acknowledge_seq or stretch = 1 or (acknowledge_seq is null and is_lasting))
        )
    )
union all
select
    case_key,
    2 as promise_key,
    cycle,
    stretch,
    from_at,
    case when until_at < response_stop_at then until_at else response_stop_at end as until_at,
    state_key,
    team,
    policy_version,
from bounded
where cycle = 1
    and (
        (from_at < response_stop_at and is_lasting)
        or (
            from_at = response_stop_at
            and (from_seq <= response_seq or stretch = 1 or (response_seq is null and is_lasting))
        )
    )
union all
select
    case_key,
    3 as promise_key,
    cycle,
    stretch,
    from_at,
    until_at,
    state_key,
    team,
    policy_version,
from bounded
where is_lasting
