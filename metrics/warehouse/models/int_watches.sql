-- One row per promise that was undecided at a mark (00, 06, 12 and 18 h UTC of each Monday in
-- risk_mondays), as it was known then: tier, severity and team of that instant, the share of the
-- target in force that was used up, whether its clock stood. Then how it ended since (1 breached,
-- 0 kept, null neither yet) and the first Monday on which that was known.
with bounds as (
    select
        min(cast(epoch(monday_at) as bigint)) as first_second,
        count(*) as mondays,
    from risk_mondays
),

marks as (
    select
        risk_mondays.week,
        mark_hours.hour = 0 as is_midnight,
        risk_mondays.monday_at + mark_hours.hour * interval '1' hour as mark_at,
    from risk_mondays
    cross join (
        select hour
        from hours_of_day
        where hour in (0, 6, 12, 18)
    ) as mark_hours
),

positions as (
    select
        marks.mark_at,
        dim_calendar_days.calendar_key,
        dim_calendar_days.open_seconds_before
            + case when dim_calendar_days.is_open
                then cast(epoch(marks.mark_at) - epoch(dim_calendar_days.from_at) as bigint)
                else 0
            end as position,
    from marks
    join dim_calendar_days
        on dim_calendar_days.utc_day = cast(marks.mark_at as date)
        and dim_calendar_days.from_at <= marks.mark_at
        and dim_calendar_days.until_at > marks.mark_at
),

timed as (
    select
        int_ledger.case_key,
        int_ledger.promise_key,
        int_ledger.cycle,
        int_ledger.from_at,
        int_ledger.until_at,
        int_ledger.team,
        int_ledger.rule_key,
        int_ledger.from_position,
        int_ledger.elapsed_before_seconds,
        cast(epoch(int_ledger.from_at) as bigint) - bounds.first_second as from_second,
        cast(epoch(int_ledger.until_at) as bigint) - 1 - bounds.first_second as last_second,
        bounds.first_second,
        bounds.mondays,
    from int_ledger
    cross join bounds
    where int_ledger.until_at > (select min(monday_at) from risk_mondays)
),

weekly as (
    select
        *,
        greatest(cast(floor(from_second / 604800.0) as integer), 0) as first_week,
        cast(floor(last_second / 604800.0) as integer) as last_week,
    from timed
),

-- Most stretches hold no mark: the last mark before their end lies before they begin.
crossing as (
    select *
    from weekly
    where from_second
        <= last_week * 604800 + least(3, floor((last_second - last_week * 604800) / 21600.0)) * 21600
),

-- How far back from its last week the weeks of a stretch lie, by how many it has: joined by
-- equality, which is far cheaper than by the range of its time.
spans as (
    select
        longest.week + 1 as weeks,
        earlier.week as weeks_back,
    from risk_mondays as longest
    join risk_mondays as earlier
        on earlier.week <= longest.week
),

watched as (
    select
        marks.week,
        marks.is_midnight,
        marks.mark_at,
        crossing.*,
    from crossing
    join spans
        on spans.weeks = crossing.last_week - crossing.first_week + 1
    join marks
        on marks.week = crossing.last_week - spans.weeks_back
        and marks.mark_at >= crossing.from_at
        and marks.mark_at < crossing.until_at
)

select
    watched.week,
    watched.is_midnight,
    promises.promise,
    states.tier,
    states.severity,
    promises.kind,
    watched.team,
    promises.cycle = 1 as is_first,
    then_clocks.is_paused,
    (watched.elapsed_before_seconds
        + case when then_clocks.is_paused then 0 else positions.position - watched.from_position end)
        / cast(greatest(then_clocks.target_seconds, 1) as double) as used_share,
    case when promises.state = 'breached' then 1 when promises.state = 'met' then 0 end as is_breached,
    cast(case
        when promises.decided_at is null then watched.mondays + 1
        else least(watched.mondays,
            ceil((cast(epoch(promises.decided_at) as bigint) - watched.first_second) / 604800.0))
    end as integer) as known_week,
from watched
join policy_clocks as then_clocks
    on then_clocks.rule_key = watched.rule_key
join states
    on states.state_key = then_clocks.state_key
join positions
    on positions.calendar_key = then_clocks.calendar_key
    and positions.mark_at = watched.mark_at
join policy_clocks as last_clocks
    on last_clocks.promise_key = watched.promise_key
join promises
    on promises.case_key = watched.case_key
    and promises.cycle = watched.cycle
    and promises.rule_key = last_clocks.rule_key
where (promises.decided_at is null or promises.decided_at > watched.mark_at)
    and promises.state <> 'unknown'
    and not promises.is_drill
