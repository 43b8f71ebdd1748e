-- How promises of a first cycle ended, counted: by what they are, by the step of the target that
-- was used up (the square root of the share, in twentieths: fine where most are kept; 20 is past
-- it), and by the first Monday on which it was known (one past the last Monday: only now).
-- What is not decided has left its clock where it stands. Later cycles begin with time used.
with ended as (
    select
        promises.promise,
        promises.tier,
        promises.severity,
        promises.kind,
        promises.team,
        promises.state,
        promises.elapsed_seconds / cast(greatest(promises.target_seconds, 1) as double) as used_share,
        cast(epoch(coalesce(promises.decided_at, promises.stopped_at)) as bigint) as ended_second,
    from promises
    where promises.cycle = 1
        and promises.state <> 'unknown'
        and not promises.is_drill
),

bounds as (
    select
        min(cast(epoch(monday_at) as bigint)) as first_second,
        count(*) as mondays,
    from risk_mondays
),

stepped as (
    select
        ended.promise,
        ended.tier,
        ended.severity,
        ended.kind,
        ended.team,
        case
            when ended.state = 'breached' then 'breached'
            when ended.state = 'met' then 'kept'
            else 'left'
        end as ending,
        cast(case
            when ended.state = 'breached' then 20
            else least(floor(20 * sqrt(ended.used_share)), 19)
        end as integer) as step,
        cast(case
            when ended.ended_second is null then bounds.mondays
            else least(bounds.mondays,
                greatest(0, ceil((ended.ended_second - bounds.first_second) / 604800.0)))
        end as integer) as known_week,
    from ended
    cross join bounds
)

select
    promise,
    tier,
    severity,
    kind,
    team,
    ending,
    step,
    known_week,
    count(*) as promises,
from stepped
group by
    promise,
    tier,
    severity,
    kind,
    team,
    ending,
    step,
    known_week
