-- One row per service and day of the reporting zone, quiet ones too, from the first impact or
-- maintenance that its sources tell of up to the watermark. case_id is the incident that weighed
-- heaviest on that day; objective and allowed_ppm (millionths of the time in which it may be down)
-- are those of policy when the day began, null where policy names none; users_key says who uses the
-- service, null: every account.
with told as (
    select source, coalesce(system, 'No system') as system, started_at
    from maintenance
    union all
    select source, system, started_at
    from int_impacts
),

sources_since as (
    select source, min(started_at) as since_at
    from told
    group by source
),

services as (
    select told.system, min(sources_since.since_at) as since_at
    from told
    join sources_since
        on sources_since.source = told.source
    group by told.system
),

days as (
    select
        services.system,
        dim_dates.day,
        min(greatest(dim_dates.from_at, services.since_at)) as from_at,
        max(least(dim_dates.until_at, watermark.as_of)) as until_at,
    from services
    cross join watermark
    join dim_dates
        on dim_dates.from_at < watermark.as_of
        and dim_dates.until_at > services.since_at
    group by services.system, dim_dates.day
),

planned as (
    select
        system,
        day,
        cast(sum(epoch(until_at) - epoch(from_at)) as bigint) as maintenance_seconds,
    from int_stretches
    where is_maintenance
    group by system, day
),

hurt as (
    select
        system,
        day,
        sum(weighted_seconds) as weighted_seconds,
        min(impact_key) as impact_key,
    from fct_downtime
    group by system, day
),

matching as (
    select
        days.system,
        days.day,
        policy_terms.from_at,
        min(policy_terms.position) as position,
    from days
    join policy_terms
        on policy_terms.from_at <= days.from_at
        and policy_terms.until_at > days.from_at
    where policy_terms.system = days.system
        or policy_terms.system is null
    group by days.system, days.day, policy_terms.from_at
),

terms as (
    select
        matching.system,
        matching.day,
        min(policy_terms.allowed_ppm) as allowed_ppm,
        min(policy_terms.objective) as objective,
        min(policy_terms.users_key) as users_key,
    from matching
    join policy_terms
        on policy_terms.from_at = matching.from_at
        and policy_terms.position = matching.position
    group by matching.system, matching.day
)

select
    days.system,
    days.day,
    days.from_at,
    days.until_at,
    int_impacts.case_key,
    int_impacts.case_id,
    cast(epoch(days.until_at) - epoch(days.from_at) as bigint) as observed_seconds,
    coalesce(planned.maintenance_seconds, 0) as maintenance_seconds,
    cast(coalesce(hurt.weighted_seconds, 0) as bigint) as weighted_seconds,
    terms.objective,
    terms.allowed_ppm,
    terms.users_key,
from days
left join terms
    on terms.system = days.system
    and terms.day = days.day
left join planned
    on planned.system = days.system
    and planned.day = days.day
left join hurt
    on hurt.system = days.system
    and hurt.day = days.day
left join int_impacts
    on int_impacts.impact_key = hurt.impact_key
