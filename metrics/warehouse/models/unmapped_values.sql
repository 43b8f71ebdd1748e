-- Values that passed through because no table maps them: they run the clock and are listed.
with states as (
    select distinct
        stg_cases.source,
        int_stretches.case_key,
        int_states.status,
        int_states.severity,
        int_states.tier,
    from int_stretches
    join int_states
        on int_states.state_key = int_stretches.state_key
    join stg_cases
        on stg_cases.case_key = int_stretches.case_key
),

found as (
    select source, 'status' as column_name, status as value, case_key
    from states
    where status not in (
        'new', 'open', 'pending', 'hold', 'resolved', 'closed', 'cancelled', 'merged'
    )
    union all
    select source, 'severity' as column_name, severity as value, case_key
    from states
    where severity <> 'No severity'
        and severity not in (select severity from policy_severities)
    union all
    select source, 'tier' as column_name, tier as value, case_key
    from states
    where tier <> 'No tier'
        and tier not in (select tier from policy_tiers)
)

select source, column_name, value, count(distinct case_key) as cases,
from found
group by source, column_name, value
order by source, column_name, cases desc, value
