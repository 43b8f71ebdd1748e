-- How each clock stood in its last segment: the target that gives the verdict, and where it
-- would run on from.
select
    case_key,
    promise_key,
    cycle,
    until_at as last_at,
    state_key,
    team,
    policy_version,
    calendar_key,
    target_seconds,
    objective,
    is_paused,
    elapsed_after_seconds as elapsed_seconds,
from int_ledger
where is_last
