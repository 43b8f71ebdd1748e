-- One row per account, day, and service that was hurt on it by an incident that the account opened
-- a case about. Where several services or incidents overlap, the one that the account
-- named first counts, once: what is named later changes nothing that was counted. felt_at is when
-- both are known: it has begun and the account has named the incident. weighted_ppm is the length
-- in seconds times the millionths of the service that were gone.
with named as (
    select
        fct_touches.case_key,
        fct_touches.account,
        fct_touches.tier,
        fct_touches.region,
        case when fct_touches.first_case_at > stg_cases.created_at then fct_touches.first_case_at
            else stg_cases.created_at
        end as touched_at,
    from fct_touches
    join stg_cases
        on stg_cases.case_key = fct_touches.case_key
),

hurt as (
    select
        named.*,
        int_impacts.impact_key,
        int_impacts.system,
        int_impacts.source,
        int_impacts.case_id,
        int_impacts.weight,
        int_stretches.day,
        int_stretches.from_at,
        int_stretches.until_at,
    from named
    join int_impacts
        on int_impacts.case_key = named.case_key
    join int_stretches
        on int_stretches.system = int_impacts.system
        and int_stretches.from_at >= int_impacts.started_at
        and int_stretches.until_at <= int_impacts.ended_at
    where not int_stretches.is_maintenance
),

points as (
    select account, day, from_at as point_at
    from hurt
    union
    select account, day, until_at as point_at
    from hurt
),

pieces as (
    select
        account,
        day,
        point_at as from_at,
        lead(point_at) over (partition by account, day order by point_at) as until_at,
    from points
),

ranked as (
    select
        hurt.case_key,
        hurt.case_id,
        hurt.source,
        hurt.account,
        hurt.tier,
        hurt.region,
        hurt.system,
        hurt.weight,
        hurt.touched_at,
        pieces.day,
        pieces.from_at,
        pieces.until_at,
        row_number() over (
            partition by pieces.account, pieces.from_at
            order by hurt.touched_at, hurt.impact_key
        ) as place,
    from pieces
    join hurt
        on hurt.account = pieces.account
        and hurt.day = pieces.day
        and hurt.from_at <= pieces.from_at
        and hurt.until_at >= pieces.until_at
)

select
    case_key,
    case_id,
    source,
    account,
    tier,
    region,
    system,
    day,
    min(from_at) as from_at,
    max(until_at) as until_at,
    case when min(touched_at) > min(from_at) then min(touched_at) else min(from_at) end as felt_at,
    cast(sum((epoch(until_at) - epoch(from_at)) * floor(weight * 1000000 + 0.5)) as bigint) as weighted_ppm,
from ranked
where place = 1
group by
    case_key,
    case_id,
    source,
    account,
    tier,
    region,
    system,
    day
