-- One row per span of a cycle in which a policy version wants updates of a case, by the tier,
-- severity, region and account that it has, for every version in force while the cycle was open;
-- until_at is null while the span goes on. Sources that record neither answers nor updates: none.
with severe as (
    select
        stg_stretches.case_key,
        stg_stretches.stretch,
        stg_stretches.from_at,
        stg_stretches.until_at,
        policy_clocks.policy_version,
        int_cycles.cycle,
        int_cycles.last_stretch,
        int_cycles.ended_at,
        int_cycles.end_status,
    from stg_stretches
    join policy_clocks
        on policy_clocks.state_key = stg_stretches.state_key
        and policy_clocks.promise_key = 5
    join policy_versions
        on policy_versions.policy_version = policy_clocks.policy_version
    join int_cases
        on int_cases.case_key = stg_stretches.case_key
        and int_cases.records_updated
    join int_cycles
        on int_cycles.case_key = stg_stretches.case_key
        and int_cycles.first_stretch <= stg_stretches.stretch
        and int_cycles.last_stretch >= stg_stretches.stretch
        and int_cycles.opened_at < policy_versions.until_at
        and (int_cycles.ended_at is null or int_cycles.ended_at >= policy_versions.from_at)
    where stg_stretches.state_key in (select state_key from policy_clocks where promise_key = 5)
),

lasting as (
    select
        *,
        coalesce(
            lag(until_at) over (partition by case_key, policy_version, cycle order by stretch) = from_at,
            false
        ) as is_going_on,
    from severe
    where until_at is null
        or until_at > from_at
),

numbered as (
    select
        *,
        sum(case when is_going_on then 0 else 1 end) over (
            partition by case_key, policy_version, cycle
            order by stretch
            rows between unbounded preceding and current row
        ) as cadence,
    from lasting
)

select
    case_key,
    policy_version,
    cycle,
    cadence,
    min(stretch) as first_stretch,
    max(case when until_at = ended_at then last_stretch else stretch end) as last_stretch,
    min(from_at) as from_at,
    case when count(*) = count(until_at) then max(until_at) end as until_at,
    coalesce(min(case when ended_at = until_at then end_status end), 'open') as end_status,
from numbered
group by case_key, policy_version, cycle, cadence
