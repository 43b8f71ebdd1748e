-- The state and team of each case at the end of the second in which it was opened, in which it was
-- first acknowledged and in which it was first answered (else of its first end; now, if it waits).
with instants as (
    select
        case_key,
        created_at as opened_at,
        coalesce(acknowledged_at, first_ended_at, timestamp '9999-12-31') as acknowledged_at,
        coalesce(replied_at, first_ended_at, timestamp '9999-12-31') as responded_at,
    from int_cases
),

stretches as (
    select
        stg_stretches.*,
        coalesce(until_at, timestamp 'infinity') as left_at,
    from stg_stretches
)

select
    instants.case_key,
    max(case when from_at <= opened_at and left_at > opened_at then state_key end) as opened_state_key,
    max(case when from_at <= opened_at and left_at > opened_at then team end) as opened_team,
    max(case when from_at <= acknowledged_at and left_at > acknowledged_at then state_key end)
        as acknowledged_state_key,
    max(case when from_at <= acknowledged_at and left_at > acknowledged_at then team end) as acknowledged_team,
    max(case when from_at <= responded_at and left_at > responded_at then state_key end) as responded_state_key,
    max(case when from_at <= responded_at and left_at > responded_at then team end) as responded_team,
from instants
join stretches
    on stretches.case_key = instants.case_key
where from_at <= greatest(acknowledged_at, responded_at)
group by instants.case_key
