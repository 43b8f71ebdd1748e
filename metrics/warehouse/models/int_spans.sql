-- The stretches in which each clock of a case was alive: resolve through every cycle; acknowledge
-- and first response from creation to their evidence, else to the end of the first cycle; a case
-- that an agent opened waits for no first response. A state that begins in the very second of the
-- stop, and before it in the log, is kept as an empty span: its target is the one in force at the
-- stop. promise_key: 1 acknowledge, 2 first response, 3 resolve; the others are those of
-- int_turns. clock_key: what goes on through a case has one clock, each next response and update
-- has its own.
with stops as (
    select
        int_cycles.case_key,
        int_cycles.cycle,
        int_cycles.first_stretch,
        int_cycles.last_stretch,
        int_cases.policy_version,
        case when int_cycles.cycle = 1
            then coalesce(int_cases.acknowledged_at, int_cases.first_ended_at, watermark.as_of)
        end as acknowledge_stop_at,
        case when int_cycles.cycle = 1 and not int_cases.is_agent_created
            then coalesce(int_cases.replied_at, int_cases.first_ended_at, watermark.as_of)
        end as response_stop_at,
        case when int_cases.acknowledged_at is not null then int_cases.acknowledged_seq end as acknowledge_seq,
        case when int_cases.replied_at is not null then int_cases.replied_seq end as response_seq,
    from int_cycles
    join int_cases
        on int_cases.case_key = int_cycles.case_key
    cross join watermark
),

bounded as (
    select
        stg_stretches.case_key,
        stg_stretches.stretch,
        stg_stretches.from_at,
        coalesce(stg_stretches.until_at, watermark.as_of) as until_at,
        stg_stretches.state_key,
        stg_stretches.team,
        stops.cycle,
        stops.policy_version,
        stops.acknowledge_stop_at,
        stops.response_stop_at,
        stg_stretches.stretch = stops.last_stretch
            or stg_stretches.until_at > stg_stretches.from_at as is_lasting,
        stg_stretches.from_at = stops.acknowledge_stop_at
            and (stg_stretches.from_seq <= stops.acknowledge_seq or stg_stretches.stretch = 1)
            as is_acknowledge_stop,
        stg_stretches.from_at = stops.response_stop_at
            and (stg_stretches.from_seq <= stops.response_seq or stg_stretches.stretch = 1)
            as is_response_stop,
        stops.acknowledge_seq is null as is_unacknowledged,
        stops.response_seq is null as is_unanswered,
    from stg_stretches
    join stops
        on stops.case_key = stg_stretches.case_key
        and stops.first_stretch <= stg_stretches.stretch
        and stops.last_stretch >= stg_stretches.stretch
    cross join watermark
),

alive as (
    select *
    from bounded
    where is_lasting or is_acknowledge_stop or is_response_stop
)

select
    case_key,
    cast(3 as tinyint) as promise_key,
    3 as clock_key,
    cycle,
    stretch,
    from_at,
    until_at,
    state_key,
    team,
    policy_version,
from alive
where is_lasting
union all
select
    case_key,
    cast(1 as tinyint) as promise_key,
    1 as clock_key,
    cycle,
    stretch,
    from_at,
    least(until_at, acknowledge_stop_at) as until_at,
    state_key,
    team,
    policy_version,
from alive
where is_acknowledge_stop
    or (is_lasting and from_at < acknowledge_stop_at)
    or (is_lasting and from_at = acknowledge_stop_at and is_unacknowledged)
union all
select
    case_key,
    cast(2 as tinyint) as promise_key,
    2 as clock_key,
    cycle,
    stretch,
    from_at,
    least(until_at, response_stop_at) as until_at,
    state_key,
    team,
    policy_version,
from alive
where is_response_stop
    or (is_lasting and from_at < response_stop_at)
    or (is_lasting and from_at = response_stop_at and is_unanswered)
union all
select
    case_key,
    promise_key,
    case when promise_key = 6 then 6 else promise_key + 8 * cycle end as clock_key,
    cycle,
    stretch,
    from_at,
    until_at,
    state_key,
    team,
    policy_version,
from int_turn_spans
