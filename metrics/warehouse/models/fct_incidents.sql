-- One row per incident: when it began to hurt and was noticed. impact_started_at
-- is the first start of its impacts; is_retroactive: they lasted no second, so it was written down
-- afterwards and says nothing of how fast it was noticed.
with hurt as (
    select
        case_key,
        min(started_at) as impact_started_at,
        max(ended_at) as impact_ended_at,
    from int_impacts
    where case_key is not null
    group by case_key
)

select
    fct_cases.case_key,
    fct_cases.case_id,
    fct_cases.source,
    fct_cases.kind,
    fct_cases.account,
    fct_cases.tier,
    fct_cases.region,
    fct_cases.severity,
    fct_cases.team,
    fct_cases.category,
    fct_cases.system,
    fct_cases.is_drill,
    fct_cases.is_merged,
    fct_cases.created_at,
    hurt.impact_started_at,
    coalesce(hurt.impact_started_at = hurt.impact_ended_at, false) as is_retroactive,
from fct_cases
left join hurt
    on hurt.case_key = fct_cases.case_key
where fct_cases.kind = 'incident'
