-- One row per incident: when it began to hurt, was noticed, became major and was restored, with
-- tier, region, severity and team as they stood at each of these instants (at the opening without a
-- prefix), so that a closed period keeps its breakdown. impact_started_at is the first start of its
-- impacts; is_retroactive: they lasted no second (whatever the watermark cuts off), so it was
-- written down afterwards and says nothing of how fast it was noticed.
with hurt as (
    select
        case_key,
        min(started_at) as impact_started_at,
        case when count(*) = count(told_ended_at) then max(told_ended_at) end as impact_ended_at,
    from int_impacts
    where case_key is not null
    group by case_key
)

select
    stg_incidents.case_key,
    stg_descriptions.case_id,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.is_drill,
    opened.tier,
    opened.region,
    opened.severity,
    stg_incidents.opened_team as team,
    stg_incidents.created_at,
    hurt.impact_started_at,
    coalesce(hurt.impact_started_at = hurt.impact_ended_at, false) as is_retroactive,
    stg_incidents.major_at,
    raised.tier as major_tier,
    raised.region as major_region,
    raised.severity as major_severity,
    stg_incidents.major_team,
    stg_incidents.mitigated_at,
    stg_incidents.restored_at,
    stg_incidents.is_restored,
    restored.tier as restored_tier,
    restored.region as restored_region,
    restored.severity as restored_severity,
    stg_incidents.restored_team,
    stg_incidents.postmortem_owed_at,
    stg_incidents.postmortem_owed_at + watermark.postmortem_days * interval '1' day as postmortem_due_at,
    case when stg_incidents.postmortem_owed_at is not null then stg_incidents.postmortem_at end as postmortem_at,
from stg_incidents
join stg_descriptions
    on stg_descriptions.case_key = stg_incidents.case_key
join states as opened
    on opened.state_key = stg_incidents.opened_state_key
left join states as raised
    on raised.state_key = stg_incidents.major_state_key
left join states as restored
    on restored.state_key = stg_incidents.restored_state_key
cross join watermark
left join hurt
    on hurt.case_key = stg_incidents.case_key
