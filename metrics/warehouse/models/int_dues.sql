-- When the verdict's target is used up: in the segment where that happened, else running on
-- from the last one, else null (paused, or no opening left). A zero target falls due at the
-- next opening.
with placed as (
    select
        int_ledger.case_key,
        int_ledger.promise_key,
        int_ledger.cycle,
        int_ledger.segment,
        int_ledger.calendar_key,
        int_ledger.from_at,
        int_ledger.elapsed_before_seconds >= int_ends.target_seconds
            and int_ends.target_seconds > 0 as is_used_up,
        int_ledger.from_position + greatest(int_ends.target_seconds, 1)
            - int_ledger.elapsed_before_seconds as position,
        int_ends.target_seconds,
    from int_ledger
    join int_ends
        on int_ends.case_key = int_ledger.case_key
        and int_ends.promise_key = int_ledger.promise_key
        and int_ends.cycle = int_ledger.cycle
    where (
        int_ledger.elapsed_before_seconds < greatest(int_ends.target_seconds, 1)
        and int_ledger.elapsed_after_seconds >= greatest(int_ends.target_seconds, 1)
    )
    or (
        int_ledger.is_last
        and int_ledger.elapsed_after_seconds < greatest(int_ends.target_seconds, 1)
        and not int_ledger.is_paused
    )
    or (
        int_ledger.is_first
        and int_ledger.elapsed_before_seconds >= int_ends.target_seconds
        and int_ends.target_seconds > 0
    )
)

select
    placed.case_key,
    placed.promise_key,
    placed.cycle,
    case
        when placed.is_used_up then placed.from_at
        else dim_calendar_blocks.starts_at
            + cast(placed.position - dim_calendar_blocks.open_from as integer) * interval '1' second
            - case when placed.target_seconds = 0 then 1 else 0 end * interval '1' second
    end as due_at,
from placed
left join dim_calendar_blocks
    on dim_calendar_blocks.calendar_key = placed.calendar_key
    and dim_calendar_blocks.block = cast(floor((placed.position - 1) / 86400) as bigint)
    and dim_calendar_blocks.open_from < placed.position
    and dim_calendar_blocks.open_until >= placed.position
