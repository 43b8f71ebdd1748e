-- One row per stretch in which a service was hurt and not in maintenance, cut at midnights; where
-- incidents overlap, the heaviest one counts, once. weighted_seconds is the share of the service
-- that was gone times the length, in whole seconds; depth says whether policy calls that severe.
select
    int_stretches.system,
    int_stretches.day,
    int_stretches.from_at,
    int_stretches.until_at,
    int_impacts.case_key,
    int_impacts.case_id,
    int_impacts.source,
    coalesce(states.severity, 'No severity') as severity,
    coalesce(stg_stretches.team, 'No team') as team,
    coalesce(fct_cases.category, 'No category') as category,
    coalesce(fct_cases.account, 'No account') as account,
    coalesce(states.tier, 'No tier') as tier,
    coalesce(states.region, 'No region') as region,
    int_impacts.weight,
    case when int_impacts.weight >= policy_services.severe_from then 'severe' else 'degraded' end as depth,
    int_impacts.impact_key,
    cast(floor((epoch(int_stretches.until_at) - epoch(int_stretches.from_at)) * int_impacts.weight + 0.5) as bigint)
        as weighted_seconds,
from int_stretches
join int_impacts
    on int_impacts.impact_key = int_stretches.impact_key
join policy_services
    on policy_services.from_at <= int_stretches.from_at
    and policy_services.until_at > int_stretches.from_at
left join fct_cases
    on fct_cases.case_key = int_impacts.case_key
left join stg_stretches
    on stg_stretches.case_key = int_impacts.case_key
    and stg_stretches.from_at <= greatest(int_stretches.until_at - interval '1' second, fct_cases.created_at)
    and (stg_stretches.until_at is null
        or stg_stretches.until_at > greatest(int_stretches.until_at - interval '1' second, fct_cases.created_at))
left join states
    on states.state_key = stg_stretches.state_key
