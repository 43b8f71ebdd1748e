-- Values that passed through because no table maps them: they run the clock and are listed; and
-- words of a kind, a drill or who opened it that nobody can read: they count as none, unless
-- another row can be read.
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
    'shown as it is' as treated,
from unmapped
join stg_stretches
    on stg_stretches.state_key = unmapped.state_key
join stg_cases
    on stg_cases.case_key = stg_stretches.case_key
group by stg_cases.source, unmapped.column_name, unmapped.value
union all
select
    stg_cases.source,
    unread.column_name,
    unread.value,
    count(distinct stg_cases.case_key) as cases,
    case
        when unread.column_name = 'kind'
            then 'counted as ' || unread.counted_as || '; write ticket, incident or blocker'
        when unread.column_name = 'opened by an agent'
            then 'counted as opened by the customer; write yes or no'
        when unread.counted_as = 'yes' then 'counted as a drill; write yes or no'
        else 'counted as no drill; write yes or no'
    end as treated,
from contract_unread_words as unread
join stg_cases
    on stg_cases.source = unread.source
    and stg_cases.case_id = unread.case_id
    and unread.counted_as = case
        when unread.column_name = 'kind' then stg_cases.kind
        when unread.column_name = 'opened by an agent'
            then case when stg_cases.is_agent_created then 'yes' else 'no' end
        when stg_cases.is_drill then 'yes'
        else 'no'
    end
group by stg_cases.source, unread.column_name, unread.value, unread.counted_as
order by source, column_name, cases desc, value
