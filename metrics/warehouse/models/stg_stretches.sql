-- The state stream: one row per stretch in which status, severity, team, tier and region of a
-- case stand still, in the order of the log; half-open, the last one up to the watermark (until_at
-- is null there). A stretch may last no second: a case resolved in the minute it came is both.
-- Account (where targets name it), tier, region, severity and status are one integer,
-- state_key (see states); class_key is the same without the status.
with carried as (
    select
        case_key,
        cast(row_number() over by_time as integer) as stretch,
        event_at as from_at,
        seq as from_seq,
        lead(event_at) over by_time as until_at,
        lag(status ignore nulls) over by_time as previous_status,
        coalesce(status, lag(status ignore nulls) over by_time) as status,
        lead(status) over by_time as next_status,
        last_value(severity ignore nulls) over by_time as severity,
        last_value(team ignore nulls) over by_time as team,
        last_value(client_code ignore nulls) over by_time as client_code,
    from stg_changes
    window by_time as (
        partition by case_key
        order by event_at, place, seq, step, row_number
        rows between unbounded preceding and current row
    )
)

select
    case_key,
    stretch,
    from_at,
    from_seq,
    until_at,
    previous_status,
    status,
    case when until_at is not null then coalesce(next_status, status) end as next_status,
    team,
    client_code * len(enum_range(null::severity_word)) + enum_code(severity) as class_key,
    (client_code * len(enum_range(null::severity_word)) + enum_code(severity))
        * len(enum_range(null::status_word)) + enum_code(status) as state_key,
from carried
