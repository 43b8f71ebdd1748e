-- The open cases over time: one row per case, cycle and time in which its tier, severity, region and
-- team stood still, half-open (until_at null: still open, and so). Its age counts from started_at,
-- as in fct_cycles. is_opening, is_ending: the cycle begins and ends with it. A case that has ended, and no date tells when, has no row; nor has a cycle
-- that lasted no second, as it was open at no instant. In order of time.
with stays as (
    select
        case_key,
        from_at,
        lead(from_at) over (partition by case_key order by from_at) as until_at,
        team,
        state_key,
    from int_stays
    where stay_key = 3
)

select
    int_cycles.case_key,
    stg_descriptions.case_id,
    int_cycles.cycle,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    states.tier,
    states.region,
    states.severity,
    stays.team,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.is_drill,
    int_cycles.opened_at - int_cycles.carried_seconds * interval '1' second as started_at,
    greatest(stays.from_at, int_cycles.opened_at) as from_at,
    case when int_cycles.ended_at <= coalesce(stays.until_at, int_cycles.ended_at)
        then int_cycles.ended_at else stays.until_at end as until_at,
    stays.from_at <= int_cycles.opened_at as is_opening,
    coalesce(int_cycles.ended_at <= coalesce(stays.until_at, int_cycles.ended_at), false) as is_ending,
from int_cycles
join stays
    on stays.case_key = int_cycles.case_key
    and (stays.until_at is null or stays.until_at > int_cycles.opened_at)
    and (int_cycles.ended_at is null or int_cycles.ended_at > stays.from_at)
join stg_descriptions
    on stg_descriptions.case_key = int_cycles.case_key
join states
    on states.state_key = stays.state_key
where not int_cycles.is_undated
    and (int_cycles.ended_at is null or int_cycles.ended_at > int_cycles.opened_at)
order by from_at, int_cycles.case_key, int_cycles.cycle
