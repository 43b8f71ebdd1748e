-- The clock ledger as it is kept: what fct_segments, a view, spells out in words.
select
    case_key,
    promise_key,
    cycle,
    segment,
    from_at,
    until_at,
    team,
    rule_key,
    open_seconds,
    elapsed_after_seconds,
from int_ledger
