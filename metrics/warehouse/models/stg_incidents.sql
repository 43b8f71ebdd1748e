-- One row per incident: the instants that decide its figures, and its state and team at the end
-- of the second of each. Major: its severity first became one that policy calls major. Restored:
-- it was mitigated within its first cycle, else that cycle ended; is_restored: mitigated or resolved
-- (null: it goes on).
with majors as (
    select states.state_key
    from states
    join policy_severities
        on policy_severities.severity = states.severity
    where policy_severities.is_major
),

eased as (
    select case_key, min(event_at) as mitigated_at
    from case_events
    where type = 'mitigated'
    group by case_key
),

raised as (
    select stg_stretches.case_key, min(stg_stretches.from_at) as major_at
    from stg_stretches
    join majors
        on majors.state_key = stg_stretches.state_key
    group by stg_stretches.case_key
),

incidents as (
    select
        stg_cases.case_key,
        stg_cases.created_at,
        raised.major_at,
        case when coalesce(eased.mitigated_at <= first_cycles.ended_at, true) then eased.mitigated_at end
            as mitigated_at,
        first_cycles.ended_at,
        first_cycles.resolved_at,
    from stg_cases
    left join eased
        on eased.case_key = stg_cases.case_key
    left join raised
        on raised.case_key = stg_cases.case_key
    left join int_cycles as first_cycles
        on first_cycles.case_key = stg_cases.case_key
        and first_cycles.cycle = 1
    where stg_cases.kind = 'incident'
),

instants as (
    select
        *,
        coalesce(mitigated_at, ended_at) as restored_at,
        coalesce(mitigated_at, resolved_at) is not null as is_restored,
    from incidents
)

select
    instants.case_key,
    any_value(instants.created_at) as created_at,
    any_value(instants.major_at) as major_at,
    any_value(instants.mitigated_at) as mitigated_at,
    any_value(instants.restored_at) as restored_at,
    any_value(instants.is_restored) as is_restored,
    arg_max(stg_stretches.state_key, stretch) filter (from_at <= instants.created_at) as opened_state_key,
    arg_max(stg_stretches.team, stretch) filter (from_at <= instants.created_at) as opened_team,
    arg_max(stg_stretches.state_key, stretch) filter (from_at <= instants.major_at) as major_state_key,
    arg_max(stg_stretches.team, stretch) filter (from_at <= instants.major_at) as major_team,
    arg_max(stg_stretches.state_key, stretch)
        filter (instants.restored_at is null or from_at <= instants.restored_at) as restored_state_key,
    arg_max(stg_stretches.team, stretch)
        filter (instants.restored_at is null or from_at <= instants.restored_at) as restored_team,
from instants
join stg_stretches
    on stg_stretches.case_key = instants.case_key
group by instants.case_key
