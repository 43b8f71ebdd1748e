-- The first instant at which a clock stood past the target in force: at the change itself
-- when a lower target was already used up, else the first open second past the target (if a
-- new target takes over in that very second, it is the new one that counts).
with crossings as (
    select
        int_ledger.case_key,
        int_ledger.promise_key,
        int_ledger.cycle,
        int_ledger.segment,
        int_ledger.rule_key,
        int_ledger.team,
        int_ledger.until_at,
        int_ledger.is_last,
        int_ledger.elapsed_before_seconds > policy_clocks.target_seconds as is_by_change,
        case
            when int_ledger.elapsed_before_seconds > policy_clocks.target_seconds then int_ledger.from_at
            else dim_calendar_blocks.starts_at
                + cast(int_ledger.from_position + policy_clocks.target_seconds + 1
                    - int_ledger.elapsed_before_seconds - dim_calendar_blocks.open_from as integer)
                * interval '1' second
        end as breached_at,
    from int_ledger
    join policy_clocks
        on policy_clocks.rule_key = int_ledger.rule_key
    left join dim_calendar_blocks
        on dim_calendar_blocks.calendar_key = policy_clocks.calendar_key
        and dim_calendar_blocks.block = cast(floor((int_ledger.from_position + policy_clocks.target_seconds
            - int_ledger.elapsed_before_seconds) / 86400) as bigint)
        and dim_calendar_blocks.open_from < int_ledger.from_position + policy_clocks.target_seconds + 1
            - int_ledger.elapsed_before_seconds
        and dim_calendar_blocks.open_until >= int_ledger.from_position + policy_clocks.target_seconds + 1
            - int_ledger.elapsed_before_seconds
    where int_ledger.elapsed_before_seconds > policy_clocks.target_seconds
        or int_ledger.elapsed_after_seconds > policy_clocks.target_seconds
),

ranked as (
    select
        *,
        row_number() over (partition by case_key, promise_key, cycle order by segment) as place,
    from crossings
    where is_by_change or is_last or breached_at < until_at
)

select
    case_key,
    promise_key,
    cycle,
    rule_key,
    team,
    breached_at,
from ranked
where place = 1
