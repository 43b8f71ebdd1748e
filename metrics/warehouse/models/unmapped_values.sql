-- Values that passed through because no table maps them: they run the clock and are listed.
with unmapped as (
    select state_key, 'status' as column_name, cast(status as varchar) as value
    from states
    where status not in (
        'new', 'open', 'pending', 'hold', 'resolved', 'closed', 'cancelled', 'merged'
    )
    union all
    select state_key, 'severity' as column_name, cast(severity as varchar) as value
    from states
    where severity <> 'No severity'
        and severity not in (select severity from policy_severities)
    union all
    select state_key, 'tier' as column_name, cast(tier as varchar) as value
    from states
    where tier <> 'No tier'
        and tier not in (select tier from policy_tiers)
)

select
    stg_cases.source,
    unmapped.column_name,
    unmapped.value,
    count(distinct stg_stretches.case_key) as cases,
from unmapped
join stg_stretches
    on stg_stretches.state_key = unmapped.state_key
join stg_cases
    on stg_cases.case_key = stg_stretches.case_key
group by stg_cases.source, unmapped.column_name, unmapped.value
order by stg_cases.source, unmapped.column_name, cases desc, unmapped.value
