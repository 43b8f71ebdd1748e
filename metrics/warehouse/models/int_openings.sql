-- Calendars up to the watermark cut at every full UTC hour, so that a look-up is an equi-join
-- on one integer that hardly ever meets two rows. slot: calendar and hour; the instants are
-- epoch seconds.
with days as (
    select
        calendar_key,
        cast(epoch(cast(utc_day as timestamp)) as bigint) as midnight,
        cast(epoch(from_at) as bigint) as from_second,
        cast(epoch(until_at) as bigint) as until_second,
        is_open,
        open_seconds_before,
    from dim_calendar_days
    cross join watermark
    where from_at <= watermark.as_of
),

hours as (
    select
        days.*,
        days.midnight + hours_of_day.hour * 3600 as hour_second,
    from days
    join hours_of_day
        on days.from_second < days.midnight + hours_of_day.hour * 3600 + 3600
        and days.until_second > days.midnight + hours_of_day.hour * 3600
)

select
    cast(calendar_key as bigint) * 10000000 + cast(floor(hour_second / 3600) as bigint) as slot,
    greatest(from_second, hour_second) as from_second,
    least(until_second, hour_second + 3600) as until_second,
    open_seconds_before + case when is_open then greatest(0, hour_second - from_second) else 0 end
        as open_seconds_before,
    case when is_open then 1 else 0 end as is_open,
from hours
