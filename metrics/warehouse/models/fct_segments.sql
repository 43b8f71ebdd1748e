-- The clock ledger: one row per stretch in which a clock ran or stood still, with the reason.
select
    clock_ledger.case_key,
    case clock_ledger.promise_key
        when 1 then 'acknowledge'
        when 2 then 'first_response'
        when 3 then 'resolve'
        when 4 then 'next_response'
        when 5 then 'update'
        else 'mitigate'
    end as promise,
    clock_ledger.cycle,
    clock_ledger.segment,
    clock_ledger.from_at,
    clock_ledger.until_at as to_at,
    not policy_clocks.is_paused and clock_ledger.open_seconds > 0 as is_running,
    case
        when policy_clocks.is_paused then 'paused by status'
        when clock_ledger.until_at = clock_ledger.from_at then 'no time passed'
        when clock_ledger.open_seconds = 0 then 'outside hours'
        else 'open, in hours'
    end as reason,
    states.status,
    states.tier,
    states.severity,
    clock_ledger.team,
    dim_calendars.calendar,
    policy_clocks.target_seconds,
    clock_ledger.open_seconds as elapsed_seconds,
    clock_ledger.elapsed_after_seconds,
    policy_clocks.target_seconds - clock_ledger.elapsed_after_seconds as left_after_seconds,
    policy_clocks.policy_version,
    policy_clocks.scope as target_scope,
from clock_ledger
join policy_clocks
    on policy_clocks.rule_key = clock_ledger.rule_key
join states
    on states.state_key = policy_clocks.state_key
join dim_calendars
    on dim_calendars.calendar_key = policy_clocks.calendar_key
