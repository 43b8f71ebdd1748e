-- Values that passed through because no table maps them: they run the clock and are listed.
with statuses as (
    select distinct stg_cases.source, 'status' as column_name, int_states.status as value, int_stretches.case_key
    from int_stretches
    join int_states
        on int_states.state_key = int_stretches.state_key
    join stg_cases
        on stg_cases.case_key = int_stretches.case_key
    where int_states.status not in (
        'new', 'open', 'pending', 'hold', 'resolved', 'closed', 'cancelled', 'merged'
    )
),

severities as (
    select distinct stg_cases.source, 'severity' as column_name, int_states.severity as value, int_stretches.case_key
    from int_stretches
    join int_states
        on int_states.state_key = int_stretches.state_key
    join stg_cases
        on stg_cases.case_key = int_stretches.case_key
    where int_states.severity <> 'No severity'
        and int_states.severity not in (select severity from policy_severities)
),

tiers as (
    select distinct stg_cases.source, 'tier' as column_name, int_states.tier as value, int_stretches.case_key
    from int_stretches
    join int_states
        on int_states.state_key = int_stretches.state_key
    join stg_cases
        on stg_cases.case_key = int_stretches.case_key
    where int_states.tier <> 'No tier'
        and int_states.tier not in (select tier from policy_tiers)
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
