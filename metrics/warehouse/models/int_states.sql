-- Every combination of what a policy target can ask about, once, under a small integer.
select
    row_number() over (order by tier, severity, region, status) as state_key,
    tier,
    severity,
    region,
    status,
from (
    select distinct tier, severity, region, status
    from stg_stretches
) as combinations
