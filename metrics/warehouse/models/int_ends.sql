-- How each clock stood in its last segment, with the rule that gives the verdict.
select
    int_ledger.case_key,
    int_ledger.promise_key,
    int_ledger.cycle,
    int_ledger.team,
    int_ledger.from_position,
    int_ledger.elapsed_before_seconds,
    int_ledger.elapsed_after_seconds as elapsed_seconds,
    int_ledger.rule_key,
    policy_clocks.state_key,
    policy_clocks.calendar_key,
    policy_clocks.target_seconds,
    policy_clocks.is_paused,
from int_ledger
join policy_clocks
    on policy_clocks.rule_key = int_ledger.rule_key
where int_ledger.is_last
