-- One row per incident: the instants that decide its figures, and its state and team at the end
-- of the second of each. Major: its severity first became one that policy calls major. Restored:
-- it was mitigated within its first cycle, else that cycle ended; is_restored: mitigated or resolved
-- (null: it goes on). A post-mortem is owed from the instant at which it had been major and had been
-- resolved, where the source tells of post-mortems at all.
with named as (
    select case_key, created_at, source
    from stg_cases
    where kind = 'incident'
),

majors as (
    select states.state_key
    from states
    join policy_severities
        on policy_severities.severity = states.severity
    where policy_severities.is_major
),

told as (
    select
        case_events.case_key,
        min(case when type = 'mitigated' then event_at end) as mitigated_at,
        min(case when type = 'postmortem_published' then event_at end) as postmortem_at,
    from case_events
    join named
        on named.case_key = case_events.case_key
    where type in ('mitigated', 'postmortem_published')
    group by case_events.case_key
),

solved as (
    select int_cycles.case_key, min(int_cycles.resolved_at) as first_resolved_at
    from int_cycles
    join named
        on named.case_key = int_cycles.case_key
    where int_cycles.resolved_at is not null
    group by int_cycles.case_key
),

raised as (
    select stg_stretches.case_key, min(stg_stretches.from_at) as major_at
    from stg_stretches
    join named
        on named.case_key = stg_stretches.case_key
    join majors
        on majors.state_key = stg_stretches.state_key
    group by stg_stretches.case_key
),

incidents as (
    select
        named.case_key,
        named.created_at,
        raised.major_at,
        case when coalesce(told.mitigated_at <= first_cycles.ended_at, true) then told.mitigated_at end
            as mitigated_at,
        told.postmortem_at,
        case when source_records.has_postmortem and raised.major_at is not null
            then case when raised.major_at > solved.first_resolved_at then raised.major_at
                else solved.first_resolved_at
            end
        end as postmortem_owed_at,
        first_cycles.ended_at,
        first_cycles.resolved_at,
    from named
    join source_records
        on source_records.source = named.source
    left join told
        on told.case_key = named.case_key
    left join solved
        on solved.case_key = named.case_key
    left join raised
        on raised.case_key = named.case_key
    left join int_cycles as first_cycles
        on first_cycles.case_key = named.case_key
        and first_cycles.cycle = 1
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
    any_value(instants.postmortem_owed_at) as postmortem_owed_at,
    any_value(instants.postmortem_at) as postmortem_at,
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
