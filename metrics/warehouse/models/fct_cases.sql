-- One row per case, as it stands at the watermark, with every duration on both clocks. Tier, region,
-- severity and team stand here as of now, and with a prefix as of the instant that decides a figure,
-- so that a closed period keeps its breakdown: opened_; acknowledged_ and responded_ (else its first
-- end; now, while it waits); resolved_ (its first resolve, null before). In order of creation: a
-- question about some weeks reads those weeks alone.
with lifetimes as (
    select
        case_key,
        min(resolved_at) as first_resolved_at,
        min(case when resolved_at is not null then cycle end) as first_resolved_cycle,
        max(case when reopened_at is null then resolved_at end) as resolved_at,
        min(case when is_reopen then opened_at end) as first_reopened_at,
        cast(sum(case when is_reopen then 1 else 0 end) as bigint) as reopen_count,
        max(case when reopened_at is null and resolved_at is not null
            then carried_seconds + cast(epoch(resolved_at) - epoch(opened_at) as bigint) end) as open_seconds,
        max(case when reopened_at is null then ended_at end) as ended_at,
        max(resolved_at) as last_resolved_at,
        max(cycle) as last_cycle,
    from int_cycles
    group by case_key
),

contract_times as (
    select
        case_key,
        max(case when promise_key = 1 then elapsed_seconds end) as acknowledge_seconds,
        max(case when promise_key = 2 then elapsed_seconds end) as first_response_seconds,
        max(case when promise_key = 3 then elapsed_seconds end) as resolution_seconds,
        max(case when promise_key = 3 then cycle end) as resolution_cycle,
    from int_ends
    where promise_key <= 3
    group by case_key
)

select
    stg_cases.case_key,
    stg_descriptions.case_id,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account_id,
    stg_descriptions.account,
    stg_descriptions.tier,
    stg_descriptions.region,
    coalesce(stg_cases.subject, 'No subject') as subject,
    stg_descriptions.severity,
    stg_cases.priority,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.cluster,
    stg_cases.data_domain,
    stg_cases.stage,
    stg_cases.dependency,
    stg_descriptions.team,
    stg_cases.owner,
    stg_descriptions.status,
    stg_cases.parent_id,
    stg_descriptions.is_drill,
    stg_descriptions.drill_at,
    stg_cases.is_agent_created,
    stg_descriptions.is_merged,
    stg_descriptions.status = 'cancelled' as is_cancelled,
    stg_descriptions.status not in ('resolved', 'closed', 'cancelled', 'merged') as is_open,
    stg_cases.created_at,
    int_cases.acknowledged_at,
    coalesce(int_cases.is_acknowledge_inferred and int_cases.acknowledged_at is not null, false)
        as is_acknowledge_inferred,
    int_cases.replied_at as first_responded_at,
    lifetimes.first_resolved_at,
    lifetimes.resolved_at,
    int_cases.closed_at,
    lifetimes.first_reopened_at,
    coalesce(lifetimes.reopen_count, 0) as reopen_count,
    int_cases.first_ended_at,
    lifetimes.ended_at,
    int_cases.records_acknowledged,
    int_cases.records_replied,
    cast(epoch(int_cases.acknowledged_at) - epoch(stg_cases.created_at) as bigint) as customer_acknowledge_seconds,
    case when not stg_cases.is_agent_created
        then cast(epoch(int_cases.replied_at) - epoch(stg_cases.created_at) as bigint)
    end as customer_first_response_seconds,
    cast(epoch(lifetimes.first_resolved_at) - epoch(stg_cases.created_at) as bigint)
        as customer_first_resolution_seconds,
    lifetimes.open_seconds as customer_resolution_seconds,
    case when lifetimes.resolved_at is not null
        then cast(epoch(lifetimes.last_resolved_at) - epoch(stg_cases.created_at) as bigint)
    end as customer_last_resolution_seconds,
    case when int_cases.acknowledged_at is not null then contract_times.acknowledge_seconds end
        as contract_acknowledge_seconds,
    case when int_cases.replied_at is not null then contract_times.first_response_seconds end
        as contract_first_response_seconds,
    case when lifetimes.resolved_at is not null and contract_times.resolution_cycle = lifetimes.last_cycle
        then contract_times.resolution_seconds
    end as contract_resolution_seconds,
    stg_verdicts.vendor_met,
    stg_verdicts.vendor_decided_at,
    stg_verdicts.vendor_resolved_at,
    stg_verdicts.vendor_resolution_seconds,
    stg_verdicts.vendor_reopen_count,
    opened.tier as opened_tier,
    opened.region as opened_region,
    opened.severity as opened_severity,
    stg_moments.opened_team,
    acknowledged.tier as acknowledged_tier,
    acknowledged.region as acknowledged_region,
    acknowledged.severity as acknowledged_severity,
    stg_moments.acknowledged_team,
    responded.tier as responded_tier,
    responded.region as responded_region,
    responded.severity as responded_severity,
    stg_moments.responded_team,
    resolved.tier as resolved_tier,
    resolved.region as resolved_region,
    resolved.severity as resolved_severity,
    first_resolves.team as resolved_team,
    stg_cases.load_key,
    stg_cases.row_number as landed_row_number,
from stg_cases
join stg_descriptions
    on stg_descriptions.case_key = stg_cases.case_key
join int_cases
    on int_cases.case_key = stg_cases.case_key
join stg_moments
    on stg_moments.case_key = stg_cases.case_key
join states as opened
    on opened.state_key = stg_moments.opened_state_key
join states as acknowledged
    on acknowledged.state_key = stg_moments.acknowledged_state_key
join states as responded
    on responded.state_key = stg_moments.responded_state_key
left join lifetimes
    on lifetimes.case_key = stg_cases.case_key
left join int_cycles as first_resolves
    on first_resolves.case_key = lifetimes.case_key
    and first_resolves.cycle = lifetimes.first_resolved_cycle
left join states as resolved
    on resolved.state_key = first_resolves.state_key
left join contract_times
    on contract_times.case_key = stg_cases.case_key
left join stg_verdicts
    on stg_verdicts.source = stg_cases.source
    and stg_verdicts.case_id = stg_cases.case_id
order by stg_cases.created_at, stg_cases.case_key
