-- The clock ledger under integer keys: for each span the target and calendar in force, the
-- open seconds that ran in it, and what had run before and after it on the same clock.
with measured as (
    select
        int_spans.case_key,
        int_spans.promise_key,
        int_spans.cycle,
        int_spans.stretch,
        int_spans.from_at,
        int_spans.until_at,
        int_spans.state_key,
        int_spans.team,
        int_spans.policy_version,
        policy_clocks.calendar_key,
        policy_clocks.target_seconds,
        policy_clocks.objective,
        policy_clocks.is_paused,
        opening.open_seconds_before + case
            when opening.is_open then cast(epoch(int_spans.from_at) - epoch(opening.from_at) as bigint)
            else 0
        end as from_position,
        closing.open_seconds_before + case
            when closing.is_open then cast(epoch(int_spans.until_at) - epoch(closing.from_at) as bigint)
            else 0
        end as until_position,
    from int_spans
    join policy_clocks
        on policy_clocks.policy_version = int_spans.policy_version
        and policy_clocks.promise_key = int_spans.promise_key
        and policy_clocks.state_key = int_spans.state_key
    join dim_calendar_days as opening
        on opening.calendar_key = policy_clocks.calendar_key
        and opening.utc_day = cast(int_spans.from_at as date)
        and opening.from_at <= int_spans.from_at
        and opening.until_at > int_spans.from_at
    join dim_calendar_days as closing
        on closing.calendar_key = policy_clocks.calendar_key
        and closing.utc_day = cast(int_spans.until_at as date)
        and closing.from_at <= int_spans.until_at
        and closing.until_at > int_spans.until_at
),

summed as (
    select
        *,
        case when is_paused then 0 else until_position - from_position end as open_seconds,
        cast(sum(case when is_paused then 0 else until_position - from_position end) over clock as bigint)
            as elapsed_after_seconds,
        row_number() over clock as segment,
        lag(cycle) over clock as previous_cycle,
        lead(cycle) over (partition by case_key, promise_key order by stretch) as next_cycle,
    from measured
    window clock as (
        partition by case_key, promise_key
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
    state_key,
    team,
    policy_version,
    calendar_key,
    target_seconds,
    objective,
    is_paused,
    from_position,
    open_seconds,
    elapsed_after_seconds - open_seconds as elapsed_before_seconds,
    elapsed_after_seconds,
    previous_cycle is null or previous_cycle <> cycle as is_first,
    next_cycle is null or next_cycle <> cycle as is_last,
from summed
