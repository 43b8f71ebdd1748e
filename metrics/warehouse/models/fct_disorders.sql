-- One row per case and kind of impossible order of its events, where it first showed: found_at is
-- the later of the two instants, from which both were known; of a time in the future it is when the
-- file was landed. Events that were set aside for it are here, too, as far as they name a case, also
-- one that is not loaded. Tier, severity, region and team are those of that instant.
with late_acknowledgements as (
    select
        int_evidence.case_key,
        int_evidence.acknowledged_at as found_at,
    from int_evidence
    join int_cycles
        on int_cycles.case_key = int_evidence.case_key
        and int_cycles.cycle = 1
        and int_cycles.resolved_at < int_evidence.acknowledged_at
    where not int_evidence.is_acknowledge_inferred
),

reopened as (
    select
        case_events.case_key,
        case_events.event_at as found_at,
    from case_events
    where case_events.type = 'reopened'
),

kept as (
    select
        late_acknowledgements.case_key,
        'acknowledged after resolve' as disorder,
        late_acknowledgements.found_at,
    from late_acknowledgements
    where not exists (
        select 1
        from int_cycles
        where int_cycles.case_key = late_acknowledgements.case_key
            and int_cycles.opened_at <= late_acknowledgements.found_at
            and (int_cycles.ended_at is null or int_cycles.ended_at >= late_acknowledgements.found_at)
    )
    union all
    select
        reopened.case_key,
        'reopened while open' as disorder,
        reopened.found_at,
    from reopened
    join stg_stretches
        on stg_stretches.case_key = reopened.case_key
        and stg_stretches.from_at = reopened.found_at
    group by reopened.case_key, reopened.found_at
    having max(case when stg_stretches.previous_status in ('resolved', 'closed', 'cancelled', 'merged')
        then 1 else 0 end) = 0
    union all
    select
        stg_stretches.case_key,
        'resolved after closed' as disorder,
        stg_stretches.from_at as found_at,
    from stg_stretches
    join stg_stretches as earlier
        on earlier.case_key = stg_stretches.case_key
        and earlier.until_at = stg_stretches.from_at
        and earlier.from_at < earlier.until_at
    where stg_stretches.status = 'resolved'
        and stg_stretches.previous_status = 'closed'
        and earlier.status = 'closed'
),

told as (
    select
        stg_cases.source,
        stg_cases.case_id,
        kept.disorder,
        kept.found_at,
    from kept
    join stg_cases
        on stg_cases.case_key = kept.case_key
    union all
    select
        case_names.source,
        case_names.case_id,
        case when events.event_at > loads_in.latest_at then 'time in the future' else 'event before creation' end
            as disorder,
        case when events.event_at > loads_in.latest_at then loads_in.latest_at - interval '1' day
            else creations.created_at
        end as found_at,
    from set_aside_events as events
    join case_names
        on case_names.case_no = events.case_no
    join loads_in
        on loads_in.load_key = events.load_key
    left join creations
        on creations.source = case_names.source
        and creations.case_id = case_names.case_id
    union all
    select
        source,
        case_id,
        case rule when 'end_before_start' then 'end before start' else 'out of sequence' end as disorder,
        told_at as found_at,
    from contract_rejected_rows
    where rule in ('end_before_start', 'out_of_sequence')
        and case_id is not null
),

firsts as (
    select
        told.source,
        told.case_id,
        told.disorder,
        min(told.found_at) as found_at,
    from told
    cross join watermark
    where told.found_at <= watermark.as_of
    group by told.source, told.case_id, told.disorder
)

select
    stg_cases.case_key,
    firsts.case_id,
    firsts.source,
    firsts.disorder,
    coalesce(stg_descriptions.kind, 'No case') as kind,
    coalesce(stg_descriptions.account, 'No account') as account,
    coalesce(states.tier, 'No tier') as tier,
    coalesce(states.region, 'No region') as region,
    coalesce(states.severity, 'No severity') as severity,
    coalesce(stg_stretches.team, 'No team') as team,
    coalesce(stg_descriptions.category, 'No category') as category,
    coalesce(stg_descriptions.system, 'No system') as system,
    coalesce(stg_descriptions.is_drill, false) as is_drill,
    firsts.found_at,
from firsts
left join stg_cases
    on stg_cases.source = firsts.source
    and stg_cases.case_id = firsts.case_id
left join stg_descriptions
    on stg_descriptions.case_key = stg_cases.case_key
left join stg_stretches
    on stg_stretches.case_key = stg_cases.case_key
    and stg_stretches.from_at <= firsts.found_at
    and (stg_stretches.until_at is null or stg_stretches.until_at > firsts.found_at)
left join states
    on states.state_key = stg_stretches.state_key
