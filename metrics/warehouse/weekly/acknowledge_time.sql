with population as (
    select
        case_key,
        case_id,
        acknowledged_tier as tier,
        acknowledged_severity as severity,
        acknowledged_team as team,
        kind,
        category,
        system,
        source,
        account,
        acknowledged_region as region,
        created_at as started_at,
        created_at as opened_at,
        coalesce(acknowledged_at, first_ended_at) as ended_at,
        cast(null as timestamp) as superseded_at,
        acknowledged_at is not null as ended_by_event,
        date_diff('second', created_at, coalesce(acknowledged_at, first_ended_at)) as value
    from fct_cases
    where not is_drill
        and records_acknowledged
),

watermark as (
    select coalesce(max(as_of), timestamp '1970-01-01 00:00:00') + interval '1' second as cut_at
    from meta
),

periods as (
    select
        dim_periods.period,
        dim_periods.start_at,
        dim_periods.end_at,
        dim_periods.start_at as from_at,
        least(dim_periods.end_at, watermark.cut_at) as until_at,
        row_number() over (order by dim_periods.start_at) as position
    from dim_periods
    cross join watermark
    where dim_periods.grain = 'week'
        and dim_periods.start_at < watermark.cut_at
),

slots as (
    select
        dim_dates.utc_day,
        greatest(dim_dates.from_at, periods.from_at) as from_at,
        least(dim_dates.until_at, periods.until_at) as until_at,
        periods.position,
        periods.from_at as since_at,
        periods.until_at as cut_at
    from dim_dates
    join periods
        on dim_dates.week = periods.period
),

bounds as (
    select
        min(from_at) as from_at,
        max(until_at) as until_at
    from periods
),

placed as (
    select
        population.started_at,
        first_slots.position as first_position,
        last_slots.position - first_slots.position as span,
        greatest(0, date_diff('second', population.started_at, first_slots.since_at)) as entry_age,
        date_diff('second', population.started_at, least(population.ended_at, last_slots.cut_at)) as exit_age,
        population.ended_by_event and population.ended_at < last_slots.cut_at as is_event,
        coalesce(population.superseded_at < last_slots.cut_at, false) as is_superseded
    from population
    cross join bounds
    join slots as first_slots
        on cast(greatest(population.opened_at, bounds.from_at) as date) = first_slots.utc_day
        and greatest(population.opened_at, bounds.from_at) >= first_slots.from_at
        and greatest(population.opened_at, bounds.from_at) < first_slots.until_at
    join slots as last_slots
        on cast(least(population.ended_at, population.superseded_at, bounds.until_at - interval '1' second) as date) = last_slots.utc_day
        and least(population.ended_at, population.superseded_at, bounds.until_at - interval '1' second) >= last_slots.from_at
        and least(population.ended_at, population.superseded_at, bounds.until_at - interval '1' second) < last_slots.until_at
),

groups as (
    select
        0 as place,
        1 as size
),

spans as (
    select
        ends.position - 1 as span,
        steps.position - 1 as step
    from periods as ends
    join periods as steps
        on steps.position < ends.position
),

crossings as (
    select
        periods.position,
        date_diff('second', placed.started_at, periods.until_at) as age
    from placed
    join spans
        on placed.span = spans.span
    join periods
        on placed.first_position + spans.step = periods.position
),

marks as (
    select (first_position + span) * 17179869184 + exit_age * 4 + 2 - cast(is_event as integer) as mark
    from placed
    where not is_superseded
    union all
    select (first_position) * 17179869184 + entry_age * 4 as mark
    from placed
    where entry_age > 0
    union all
    select (position) * 17179869184 + age * 4 + 2 as mark
    from crossings
    union all
    select (position + 1) * 17179869184 + age * 4 as mark
    from crossings
),

parts as (
    select
        part,
        floor(part / cast(8388608 as double)) as line,
        count(*) as size,
        count(case when mark % 4 = 0 then 1 end) as entered,
        count(case when mark % 4 = 1 then 1 end) as ended,
        count(case when mark % 4 = 3 then 1 end) as handed
    from (
        select
            mark,
            floor(mark / cast(2048 as double)) as part
        from marks
    ) as parted
    group by part
),

lines as (
    select
        line,
        cast(sum(size - entered - handed) as bigint) as n,
        cast(sum(size - 2 * entered) as bigint) as newcomers
    from parts
    group by line
),

reaches as (
    select
        part,
        line,
        at_risk + 2 * entered - size as left_over,
        sum(log_most) over (
            partition by line
            order by part
            rows between unbounded preceding and current row
        ) as log_open
    from (
        select
            part,
            line,
            size,
            entered,
            at_risk,
            case
                when ended = 0 then 0.0
                when at_risk + entered > ended
                    then ln(1 - ended / cast(at_risk + entered as double))
                else -1000.0
            end as log_most
        from (
            select
                part,
                line,
                size,
                entered,
                ended,
                cast(sum(size - 2 * entered) over (
                    partition by line
                    order by part
                    rows between current row and unbounded following
                ) as bigint) as at_risk
            from parts
        ) as running
    ) as bounded
),

cuts as (
    select
        part,
        line,
        left_over
    from (
        select
            *,
            row_number() over (partition by line order by part) as place
        from reaches
        where log_open <= -0.6931471805599453
    ) as below
    where place = 1
),

near as (
    select
        marks.mark,
        case when marks.mark % 4 = 0 then 1 else -1 end as change
    from marks
    left join cuts
        on floor(marks.mark / cast(17179869184 as double)) = cuts.line
    where cuts.part is null
        or marks.mark < (cuts.part + 1) * 2048
    union all
    select
        cast(line as bigint) * 17179869184 as mark,
        newcomers as change
    from lines
    union all
    select
        cast(line as bigint) * 17179869184 + 17179869183 as mark,
        -left_over as change
    from cuts
),

risk as (
    select
        mark,
        sum(change) over (
            order by mark
            rows between unbounded preceding and current row
        ) as left_over
    from near
),

steps as (
    select
        floor(mark / cast(2048 as double)) as part,
        mark,
        case
            when left_over > 0 then ln(left_over / (left_over + cast(1 as double)))
            else -1000.0
        end as step
    from risk
    where mark % 4 = 1
),

sums as (
    select
        part,
        line,
        log_step,
        sum(log_step) over (
            partition by line
            order by part
            rows between unbounded preceding and current row
        ) as log_open
    from (
        select
            part,
            floor(part / cast(8388608 as double)) as line,
            sum(step) as log_step
        from steps
        group by part
    ) as summed
),

crossed as (
    select
        part,
        line,
        log_open - log_step as log_before
    from (
        select
            *,
            row_number() over (partition by line order by part) as place
        from sums
        where log_open <= -0.6931471795599453
    ) as below
    where place = 1
),

curve as (
    select
        crossed.line,
        (steps.mark % 17179869184 - 1) / 4 as age,
        crossed.log_before + sum(steps.step) over (
            partition by steps.part
            order by steps.mark
            rows between unbounded preceding and current row
        ) as log_open
    from steps
    join crossed
        on steps.part = crossed.part
),

reached as (
    select
        line,
        cast(min(age) as double) as value
    from curve
    where log_open <= -0.6931471795599453
    group by line
),

figures as (
    select
        periods.position,
        reached.value,
        cast(null as bigint) as hits,
        lines.n
    from periods
    cross join groups
    join lines
        on periods.position * groups.size + groups.place = lines.line
        and lines.n > 0
    left join reached
        on lines.line = reached.line
)

select
    periods.period,
    periods.start_at,
    periods.end_at,
    figures.value / 60.0 as value,
    cast(null as double) as low,
    cast(null as double) as high,
    coalesce(figures.n, 0) as n,
    figures.hits
from periods
left join figures as figures
    on periods.position = figures.position
order by
    periods.start_at,
    periods.position
