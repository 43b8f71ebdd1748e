-- One row per case: when each clock of the first cycle stops, and the policy version that was
-- in force at creation and binds the case for good.
with first_cycles as (
    select
        case_key,
        opened_at,
        ended_at,
        end_status,
    from int_cycles
    where cycle = 1
)

select
    stg_cases.case_key,
    stg_cases.created_at,
    stg_cases.is_agent_created,
    policy_versions.policy_version,
    case
        when first_cycles.ended_at is null or int_evidence.acknowledged_at <= first_cycles.ended_at
            then int_evidence.acknowledged_at
    end as acknowledged_at,
    int_evidence.acknowledged_seq,
    int_evidence.is_acknowledge_inferred,
    case
        when first_cycles.ended_at is null or int_evidence.replied_at <= first_cycles.ended_at
            then int_evidence.replied_at
    end as replied_at,
    int_evidence.replied_seq,
    int_evidence.closed_at,
    int_evidence.records_acknowledged,
    int_evidence.records_replied,
    int_evidence.records_updated,
    int_evidence.records_mitigated,
    first_cycles.ended_at as first_ended_at,
    first_cycles.end_status as first_end_status,
from stg_cases
join int_evidence
    on int_evidence.case_key = stg_cases.case_key
join policy_versions
    on stg_cases.created_at >= policy_versions.from_at
    and stg_cases.created_at < policy_versions.until_at
left join first_cycles
    on first_cycles.case_key = stg_cases.case_key
