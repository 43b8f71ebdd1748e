-- One row per promise whose clock had not stopped at the as-of instant, as its clock stands at
-- $now if nothing happens in between: what has run of the target, what is left, and whether the
-- clock runs, rests (the status) or waits for the next opening (outside hours).
with still_open as (
    select
        promises.*,
        policy_clocks.calendar_key,
        policy_clocks.is_paused,
        states.status,
    from promises
    join policy_clocks
        on policy_clocks.rule_key = promises.rule_key
    join states
        on states.state_key = policy_clocks.state_key
    where promises.stopped_at is null
        and promises.state <> 'unknown'
        and not promises.is_drill
),

updates as (
    select
        case_events.case_key,
        max(case_events.event_at) as updated_at,
    from case_events
    where case_events.case_key in (select still_open.case_key from still_open)
        and not case_events.is_bot
    group by case_events.case_key
),

positions as (
    select
        dim_calendar_days.calendar_key,
        max(case when instants.is_now then dim_calendar_days.is_open end) as is_open_now,
        sum(case when instants.is_now then 1 else -1 end * (
            dim_calendar_days.open_seconds_before
            + case when dim_calendar_days.is_open
                then cast(epoch(instants.instant) - epoch(dim_calendar_days.from_at) as bigint)
                else 0
            end
        )) as ran_seconds,
    from (
        select true as is_now, cast($now as timestamp) as instant
        union all
        select false as is_now, as_of as instant
        from meta
    ) as instants
    join dim_calendar_days
        on dim_calendar_days.utc_day = cast(instants.instant as date)
        and dim_calendar_days.from_at <= instants.instant
        and dim_calendar_days.until_at > instants.instant
    group by dim_calendar_days.calendar_key
),

clocks as (
    select
        still_open.*,
        not still_open.is_paused and not positions.is_open_now as is_outside_hours,
        still_open.elapsed_seconds + case when still_open.is_paused then 0 else positions.ran_seconds end
            as ran_seconds,
        case when still_open.breached_at is not null then 0 end as most_left_seconds,
        case when still_open.breached_at is not null then 1.0 else 0.0 end as least_used_share,
    from still_open
    join positions
        on positions.calendar_key = still_open.calendar_key
)

select
    clocks.case_key,
    clocks.case_id,
    clocks.promise,
    clocks.cycle,
    clocks.source,
    clocks.kind,
    clocks.account,
    clocks.tier,
    clocks.region,
    clocks.severity,
    clocks.team,
    clocks.category,
    clocks.system,
    fct_cases.owner,
    fct_cases.subject,
    clocks.status,
    dim_calendars.calendar,
    clocks.target_seconds,
    clocks.started_at,
    clocks.due_at,
    clocks.breached_at,
    updates.updated_at,
    cast(clocks.ran_seconds as bigint) as elapsed_seconds,
    cast(case when clocks.most_left_seconds < clocks.target_seconds - clocks.ran_seconds
        then clocks.most_left_seconds
        else clocks.target_seconds - clocks.ran_seconds
    end as bigint) as left_seconds,
    case when clocks.target_seconds > 0 then greatest(
        clocks.least_used_share, clocks.ran_seconds / cast(clocks.target_seconds as double)
    ) end as used_share,
    case
        when clocks.breached_at is not null or clocks.ran_seconds > clocks.target_seconds then 'breached'
        when clocks.ran_seconds >= 0.75 * clocks.target_seconds then '75-100 %'
        when clocks.ran_seconds >= 0.5 * clocks.target_seconds then '50-75 %'
        else 'on track'
    end as band,
    case when clocks.is_paused then 'paused' else 'running' end as state,
    case
        when clocks.is_paused then cast(clocks.status as varchar)
        when clocks.is_outside_hours then 'outside hours'
    end as reason,
from clocks
join fct_cases
    on fct_cases.case_key = clocks.case_key
join dim_calendars
    on dim_calendars.calendar_key = clocks.calendar_key
left join updates
    on updates.case_key = clocks.case_key
order by left_seconds, clocks.case_key, clocks.promise, clocks.cycle
