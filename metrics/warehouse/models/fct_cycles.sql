-- One row per case and cycle; tier, severity, region and team as at its end (now, if open).
with last_stretches as (
    select
        case_key,
        cycle,
        state_key,
        team,
        row_number() over (partition by case_key, cycle order by from_at desc) as place,
    from int_stretches
    where is_active
)

select
    int_cycles.case_key,
    int_descriptions.case_id,
    int_cycles.cycle,
    int_descriptions.source,
    int_descriptions.kind,
    int_descriptions.account,
    int_states.tier,
    int_states.region,
    int_states.severity,
    last_stretches.team,
    int_descriptions.category,
    int_descriptions.system,
    int_descriptions.subject,
    int_descriptions.is_drill,
    int_current.status = 'merged' as is_merged,
    int_cycles.opened_at,
    int_cycles.resolved_at,
    int_cycles.reopened_at,
    int_cycles.ended_at,
    int_cycles.is_reopen,
    int_cycles.carried_seconds,
    int_cycles.reopened_at is null as is_last,
from int_cycles
join int_descriptions
    on int_descriptions.case_key = int_cycles.case_key
join int_current
    on int_current.case_key = int_cycles.case_key
join last_stretches
    on last_stretches.case_key = int_cycles.case_key
    and last_stretches.cycle = int_cycles.cycle
    and last_stretches.place = 1
join int_states
    on int_states.state_key = last_stretches.state_key
