-- The clock ledger: one row per stretch in which a clock ran or stood still, with the reason.
select
    int_ledger.case_key,
    case int_ledger.promise_key
        when 1 then 'acknowledge'
        when 2 then 'first_response'
        else 'resolve'
    end as promise,
    int_ledger.cycle,
    int_ledger.segment,
    int_ledger.from_at,
    int_ledger.until_at as to_at,
    not int_ledger.is_paused and int_ledger.open_seconds > 0 as is_running,
    case
        when int_ledger.is_paused then 'paused by status'
        when int_ledger.until_at = int_ledger.from_at then 'no time passed'
        when int_ledger.open_seconds = 0 then 'outside hours'
        else 'open, in hours'
    end as reason,
    int_states.status,
    int_states.tier,
    int_states.severity,
    int_ledger.team,
    dim_calendars.calendar,
    int_ledger.target_seconds,
    int_ledger.open_seconds as elapsed_seconds,
    int_ledger.elapsed_after_seconds,
    int_ledger.target_seconds - int_ledger.elapsed_after_seconds as left_after_seconds,
    int_ledger.policy_version,
from int_ledger
join int_states
    on int_states.state_key = int_ledger.state_key
join dim_calendars
    on dim_calendars.calendar_key = int_ledger.calendar_key
