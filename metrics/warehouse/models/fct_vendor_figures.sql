-- What the source itself says of a case: the seconds it took to resolve ('time to resolve') and
-- whether the promise was kept ('verdict', 1 or 0), one row each where it says so. Tier, region,
-- severity and team are those of the instant in whose period it counts (of the opening, where
-- that is dated before it).
with told as (
    select
        case_key,
        'time to resolve' as figure,
        vendor_resolved_at as decided_at,
        vendor_resolution_seconds as value,
        created_at,
    from fct_cases
    where vendor_resolution_seconds is not null
        and vendor_resolved_at is not null
    union all
    select
        case_key,
        'verdict' as figure,
        coalesce(vendor_decided_at, closed_at, resolved_at, created_at) as decided_at,
        case when vendor_met then 1 else 0 end as value,
        created_at,
    from fct_cases
    where vendor_met is not null
)

select
    told.case_key,
    fct_cases.case_id,
    told.figure,
    fct_cases.source,
    fct_cases.kind,
    fct_cases.account,
    states.tier,
    states.region,
    states.severity,
    stg_stretches.team,
    fct_cases.category,
    fct_cases.system,
    fct_cases.is_drill,
    told.decided_at,
    told.value,
from told
join fct_cases
    on fct_cases.case_key = told.case_key
join stg_stretches
    on stg_stretches.case_key = told.case_key
    and stg_stretches.from_at <= greatest(told.decided_at, told.created_at)
    and (stg_stretches.until_at is null
        or stg_stretches.until_at > greatest(told.decided_at, told.created_at))
join states
    on states.state_key = stg_stretches.state_key
