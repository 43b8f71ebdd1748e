-- Every clock as it ended, with the instant its verdict's target is used up: running on from
-- the last segment, or in the earlier one where that happened (at the opening of the cycle
-- when an earlier cycle had used it up); null when it never is (paused, or no opening left).
-- A zero target falls due at the next opening.
with ends as (
    select
        *,
        greatest(target_seconds, 1) as due_seconds,
    from int_ends
),

used_up as (
    select
        ends.case_key,
        ends.promise_key,
        ends.cycle,
        ends.target_seconds,
        policy_clocks.calendar_key,
        int_ledger.from_position + ends.due_seconds - int_ledger.elapsed_before_seconds as position,
        case when int_ledger.elapsed_before_seconds >= ends.due_seconds then int_ledger.from_at end as carried_at,
        row_number() over (
            partition by ends.case_key, ends.promise_key, ends.cycle
            order by int_ledger.segment
        ) as place,
    from ends
    join int_ledger
        on int_ledger.case_key = ends.case_key
        and int_ledger.promise_key = ends.promise_key
        and int_ledger.cycle = ends.cycle
    join policy_clocks
        on policy_clocks.rule_key = int_ledger.rule_key
    where ends.elapsed_before_seconds >= ends.due_seconds
        and int_ledger.elapsed_after_seconds >= ends.due_seconds
),

earlier as (
    select *
    from used_up
    where place = 1
        and (carried_at is null or target_seconds > 0)
),

placed as (
    select
        ends.*,
        earlier.carried_at,
        coalesce(earlier.calendar_key, ends.calendar_key) as due_calendar_key,
        case
            when ends.elapsed_before_seconds >= ends.due_seconds then earlier.position
            when ends.elapsed_seconds >= ends.due_seconds or not ends.is_paused
                then ends.from_position + ends.due_seconds - ends.elapsed_before_seconds
        end as position,
    from ends
    left join earlier
        on earlier.case_key = ends.case_key
        and earlier.promise_key = ends.promise_key
        and earlier.cycle = ends.cycle
)

select
    placed.case_key,
    placed.promise_key,
    placed.cycle,
    placed.team,
    placed.elapsed_seconds,
    placed.state_key,
    placed.rule_key,
    placed.target_seconds,
    placed.is_paused,
    case
        when placed.carried_at is not null then placed.carried_at
        else dim_calendar_blocks.starts_at
            + cast(placed.position - dim_calendar_blocks.open_from as integer) * interval '1' second
            - case when placed.target_seconds = 0 then 1 else 0 end * interval '1' second
    end as due_at,
from placed
left join dim_calendar_blocks
    on dim_calendar_blocks.calendar_key = placed.due_calendar_key
    and dim_calendar_blocks.block = cast(floor((placed.position - 1) / 86400) as bigint)
    and dim_calendar_blocks.open_from < placed.position
    and dim_calendar_blocks.open_until >= placed.position
