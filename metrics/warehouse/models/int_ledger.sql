-- The clock ledger under integer keys: for each span the rule in force (policy_clocks: target,
-- calendar, pause), the open seconds that ran in it, and what had run before and after it on
-- the same clock.
with ruled as (
    select
        int_spans.case_key,
        int_spans.promise_key,
        int_spans.clock_key,
        int_spans.cycle,
        int_spans.stretch,
        int_spans.from_at,
        int_spans.until_at,
        int_spans.team,
        policy_clocks.rule_key,
        policy_clocks.is_paused,
        cast(epoch(int_spans.from_at) as bigint) as from_second,
        cast(epoch(int_spans.until_at) as bigint) as until_second,
        cast(policy_clocks.calendar_key as bigint) * 10000000 as first_slot,
    from int_spans
    join policy_clocks
        on policy_clocks.policy_version = int_spans.policy_version
        and policy_clocks.promise_key = int_spans.promise_key
        and policy_clocks.state_key = int_spans.state_key
),

measured as (
    select
        ruled.case_key,
        ruled.promise_key,
        ruled.clock_key,
        ruled.cycle,
        ruled.stretch,
        ruled.from_at,
        ruled.until_at,
        ruled.team,
        ruled.rule_key,
        opening.open_seconds_before + opening.is_open * (ruled.from_second - opening.from_second)
            as from_position,
        case when ruled.is_paused then 0 else
            closing.open_seconds_before + closing.is_open * (ruled.until_second - closing.from_second)
            - opening.open_seconds_before - opening.is_open * (ruled.from_second - opening.from_second)
        end as open_seconds,
    from ruled
    join int_openings as opening
        on opening.slot = ruled.first_slot + cast(floor(ruled.from_second / 3600) as bigint)
        and opening.from_second <= ruled.from_second
        and opening.until_second > ruled.from_second
    join int_openings as closing
        on closing.slot = ruled.first_slot + cast(floor(ruled.until_second / 3600) as bigint)
        and closing.from_second <= ruled.until_second
        and closing.until_second > ruled.until_second
),

summed as (
    select
        *,
        cast(sum(open_seconds) over clock as bigint) as elapsed_after_seconds,
        cast(row_number() over clock as integer) as segment,
        lead(cycle) over clock as next_cycle,
    from measured
    window clock as (
        partition by case_key, clock_key
        order by stretch
        rows between unbounded preceding and current row
    )
)

select
    case_key,
    promise_key,
    cycle,
    segment,
    from_at,
    until_at,
    team,
    rule_key,
    from_position,
    open_seconds,
    elapsed_after_seconds - open_seconds as elapsed_before_seconds,
    elapsed_after_seconds,
    next_cycle is null or next_cycle <> cycle as is_last,
    case when next_cycle <> cycle then next_cycle end as carried_to_cycle,
from summed
