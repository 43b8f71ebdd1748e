-- Which incident hurt which service, cut at the watermark. impact_key orders the impacts of a
-- service: the heaviest first, so the least key of several is the one that counts. Its weight is
-- the one that policy gives the source's word, else the one that the source tells. What has no
-- end ends with its incident, else it goes on. What is over before it began, and drills, are out.
-- told_ended_at is the end before the cut: null while it goes on.
with elsewhere as (
    select case_id, min(case_key) as case_key
    from stg_cases
    where case_id in (select case_id from impacts)
    group by case_id
    having count(*) = 1
),

told as (
    select
        impacts.source,
        coalesce(own.case_key, elsewhere.case_key) as case_key,
        coalesce(impacts.case_id, 'No incident') as case_id,
        coalesce(impacts.system, 'No system') as system,
        impacts.started_at,
        impacts.ended_at,
        impacts.impact,
        impacts.weight,
        impacts.load_key,
        impacts.row_number,
    from impacts
    left join stg_cases as own
        on own.source = impacts.source
        and own.case_id = impacts.case_id
    left join elsewhere
        on elsewhere.case_id = impacts.case_id
),

-- The first end of the incident from the start of the impact on: a reopen changes no closed day. What
-- begins after the incident ended hurts nothing.
first_ends as (
    select
        told.load_key,
        told.row_number,
        min(int_cycles.ended_at) as ended_at,
    from told
    join int_cycles
        on int_cycles.case_key = told.case_key
        and int_cycles.ended_at >= told.started_at
    group by told.load_key, told.row_number
),

cut as (
    select
        told.source,
        told.case_key,
        told.case_id,
        told.system,
        told.impact,
        told.weight,
        coalesce(told.started_at, fct_cases.created_at) as started_at,
        coalesce(told.ended_at, first_ends.ended_at, fct_cases.ended_at) as told_ended_at,
        least(
            coalesce(told.ended_at, first_ends.ended_at, fct_cases.ended_at, watermark.as_of),
            watermark.as_of
        ) as ended_at,
        told.load_key,
        told.row_number,
    from told
    left join fct_cases
        on fct_cases.case_key = told.case_key
    left join first_ends
        on first_ends.load_key = told.load_key
        and first_ends.row_number = told.row_number
    cross join watermark
    where not coalesce(fct_cases.is_drill, false)
),

weighed as (
    select
        cut.source,
        cut.case_key,
        cut.case_id,
        cut.system,
        greatest(0.0, least(1.0, coalesce(policy_weights.weight, cut.weight, 1.0))) as weight,
        cut.started_at,
        cut.ended_at,
        cut.told_ended_at,
        cut.load_key,
        cut.row_number,
    from cut
    left join policy_weights
        on policy_weights.impact = lower(cut.impact)
        and policy_weights.from_at <= cut.started_at
        and policy_weights.until_at > cut.started_at
    where cut.started_at <= cut.ended_at
)

select
    row_number() over (
        order by system, weight desc, started_at, source, case_id, load_key, row_number
    ) as impact_key,
    source,
    case_key,
    case_id,
    system,
    weight,
    started_at,
    ended_at,
    told_ended_at,
from weighed
