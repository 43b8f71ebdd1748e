-- The time of each service cut wherever an impact or a window of maintenance begins or ends, and
-- at each midnight (UTC and that of the reporting zone): in a stretch nothing changes.
-- impact_key is the impact that counts in it, null in maintenance and where nothing was hurt.
with windows as (
    select
        coalesce(maintenance.system, 'No system') as system,
        maintenance.started_at,
        least(coalesce(maintenance.ended_at, maintenance.started_at), watermark.as_of) as ended_at,
    from maintenance
    cross join watermark
),

hurt as (
    select
        int_impacts.system,
        dim_dates.day,
        dim_dates.from_at as slot_at,
        int_impacts.impact_key,
        greatest(int_impacts.started_at, dim_dates.from_at) as from_at,
        least(int_impacts.ended_at, dim_dates.until_at) as until_at,
    from int_impacts
    join dim_dates
        on dim_dates.from_at < int_impacts.ended_at
        and dim_dates.until_at > int_impacts.started_at
),

planned as (
    select
        windows.system,
        dim_dates.day,
        dim_dates.from_at as slot_at,
        greatest(windows.started_at, dim_dates.from_at) as from_at,
        least(windows.ended_at, dim_dates.until_at) as until_at,
    from windows
    join dim_dates
        on dim_dates.from_at < windows.ended_at
        and dim_dates.until_at > windows.started_at
),

points as (
    select system, day, slot_at, from_at as point_at
    from hurt
    union
    select system, day, slot_at, until_at as point_at
    from hurt
    union
    select system, day, slot_at, from_at as point_at
    from planned
    union
    select system, day, slot_at, until_at as point_at
    from planned
),

pieces as (
    select
        system,
        day,
        slot_at,
        point_at as from_at,
        lead(point_at) over (partition by system, slot_at order by point_at) as until_at,
    from points
),

worst as (
    select
        pieces.system,
        pieces.from_at,
        min(hurt.impact_key) as impact_key,
    from pieces
    join hurt
        on hurt.system = pieces.system
        and hurt.slot_at = pieces.slot_at
        and hurt.from_at <= pieces.from_at
        and hurt.until_at >= pieces.until_at
    group by pieces.system, pieces.from_at
),

rest as (
    select
        pieces.system,
        pieces.from_at,
    from pieces
    join planned
        on planned.system = pieces.system
        and planned.slot_at = pieces.slot_at
        and planned.from_at <= pieces.from_at
        and planned.until_at >= pieces.until_at
    group by pieces.system, pieces.from_at
)

select
    pieces.system,
    pieces.day,
    pieces.from_at,
    pieces.until_at,
    rest.system is not null as is_maintenance,
    case when rest.system is null then worst.impact_key end as impact_key,
from pieces
left join worst
    on worst.system = pieces.system
    and worst.from_at = pieces.from_at
left join rest
    on rest.system = pieces.system
    and rest.from_at = pieces.from_at
where pieces.until_at is not null
