-- The state of each case at the watermark.
select
    int_stretches.case_key,
    int_stretches.status,
    int_stretches.team,
    int_states.tier,
    int_states.severity,
    int_states.region,
from int_stretches
join int_states
    on int_states.state_key = int_stretches.state_key
where int_stretches.until_at is null
