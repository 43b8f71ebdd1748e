-- One row per case, as it stands at the watermark, with every duration on both clocks.
with lifetimes as (
    select
        case_key,
        min(resolved_at) as first_resolved_at,
        max(case when reopened_at is null then resolved_at end) as resolved_at,
        min(case when is_reopen then opened_at end) as first_reopened_at,
        cast(sum(case when is_reopen then 1 else 0 end) as bigint) as reopen_count,
        max(case when reopened_at is null and resolved_at is not null
            then carried_seconds + cast(epoch(resolved_at) - epoch(opened_at) as bigint) end) as open_seconds,
        max(case when reopened_at is null then ended_at end) as ended_at,
        max(resolved_at) as last_resolved_at,
    from int_cycles
    group by case_key
),

contract_times as (
    select
        case_key,
        max(case when promise_key = 1 and evidence_at is not null then elapsed_seconds end) as acknowledge_seconds,
        max(case when promise_key = 2 and evidence_at is not null then elapsed_seconds end) as first_response_seconds,
        max(case when promise_key = 3 and is_last_cycle and evidence_at is not null then elapsed_seconds end)
            as resolution_seconds,
    from int_promises
    group by case_key
)

select
    stg_cases.case_key,
    int_descriptions.case_id,
    int_descriptions.source,
    int_descriptions.kind,
    int_descriptions.account_id,
    int_descriptions.account,
    int_descriptions.tier,
    int_descriptions.region,
    int_descriptions.subject,
    int_descriptions.severity,
    stg_cases.priority,
    int_descriptions.category,
    int_descriptions.system,
    stg_cases.data_domain,
    stg_cases.stage,
    stg_cases.dependency,
    int_descriptions.team,
    int_descriptions.owner,
    int_descriptions.status,
    stg_cases.parent_id,
    int_descriptions.is_drill,
    int_descriptions.is_merged,
    int_descriptions.status = 'cancelled' as is_cancelled,
    int_descriptions.status not in ('resolved', 'closed', 'cancelled', 'merged') as is_open,
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
    cast(epoch(int_cases.replied_at) - epoch(stg_cases.created_at) as bigint) as customer_first_response_seconds,
    cast(epoch(lifetimes.first_resolved_at) - epoch(stg_cases.created_at) as bigint)
        as customer_first_resolution_seconds,
    lifetimes.open_seconds as customer_resolution_seconds,
    case when lifetimes.resolved_at is not null
        then cast(epoch(lifetimes.last_resolved_at) - epoch(stg_cases.created_at) as bigint)
    end as customer_last_resolution_seconds,
    contract_times.acknowledge_seconds as contract_acknowledge_seconds,
    contract_times.first_response_seconds as contract_first_response_seconds,
    contract_times.resolution_seconds as contract_resolution_seconds,
    stg_verdicts.vendor_met,
    stg_verdicts.vendor_decided_at,
    stg_verdicts.vendor_resolved_at,
    stg_verdicts.vendor_resolution_seconds,
    stg_verdicts.vendor_reopen_count,
    stg_cases.load_key,
    stg_cases.row_number as landed_row_number,
from stg_cases
join int_descriptions
    on int_descriptions.case_key = stg_cases.case_key
join int_cases
    on int_cases.case_key = stg_cases.case_key
left join lifetimes
    on lifetimes.case_key = stg_cases.case_key
left join contract_times
    on contract_times.case_key = stg_cases.case_key
left join stg_verdicts
    on stg_verdicts.source = stg_cases.source
    and stg_verdicts.case_id = stg_cases.case_id
