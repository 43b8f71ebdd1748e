-- Values that passed through because no table maps them: they run the clock and are listed.
with statuses as (
    select distinct stg_cases.source, 'status' as column_name, stg_stretches.status as value, stg_stretches.case_key
    from stg_stretches
    join stg_cases
        on stg_cases.case_key = stg_stretches.case_key
    where stg_stretches.status not in (
        'new', 'open', 'pending', 'hold', 'resolved', 'closed', 'cancelled', 'merged'
    )
),

severities as (
    select distinct stg_cases.source, 'severity' as column_name, stg_stretches.severity as value, stg_stretches.case_key
    from stg_stretches
    join stg_cases
        on stg_cases.case_key = stg_stretches.case_key
    where stg_stretches.severity <> 'No severity'
        and stg_stretches.severity not in (select severity from policy_severities)
),

tiers as (
    select distinct stg_cases.source, 'tier' as column_name, stg_stretches.tier as value, stg_stretches.case_key
    from stg_stretches
    join stg_cases
        on stg_cases.case_key = stg_stretches.case_key
    where stg_stretches.tier <> 'No tier'
        and stg_stretches.tier not in (select tier from policy_tiers)
)

select source, column_name, value, count(*) as cases,
from (
    select * from statuses
    union all
    select * from severities
    union all
    select * from tiers
) as found
group by source, column_name, value
order by source, column_name, cases desc, value
