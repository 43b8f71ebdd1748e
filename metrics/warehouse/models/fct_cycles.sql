-- One row per case and cycle; tier, severity, region and team as at its end (now, if open).
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
    int_stretches.team,
    int_descriptions.category,
    int_descriptions.system,
    int_descriptions.subject,
    int_descriptions.is_drill,
    int_descriptions.is_merged,
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
join int_stretches
    on int_stretches.case_key = int_cycles.case_key
    and int_stretches.cycle = int_cycles.cycle
    and int_stretches.is_active
    and int_stretches.is_cycle_end
join int_states
    on int_states.state_key = int_stretches.state_key
