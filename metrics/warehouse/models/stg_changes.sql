-- Everything that changes the state a clock depends on, one row per change: what the status,
-- severity, team or tier became (null: unchanged by this row). Order: (event_at, place, seq,
-- step, row_number): of one row first the severity, then the team, and the status last, so
-- that it ends what the row describes.
-- A new tier comes before the events of its second: it is in force then. The creation, always the
-- first, names all four: stg_beginnings says what they were. A later row that calls the case created
-- changes nothing.
with event_changes as (
    select
        case_key,
        event_at,
        cast(2 as tinyint) as place,
        seq,
        cast(case type when 'priority_changed' then 0 when 'team_assigned' then 1 else 2 end as tinyint) as step,
        row_number,
        case type
            when 'status_changed' then cast(to_value as status_word)
            when 'resolved' then cast('resolved' as status_word)
            when 'reopened' then cast('open' as status_word)
            when 'closed' then cast('closed' as status_word)
            when 'cancelled' then cast('cancelled' as status_word)
            when 'merged' then cast('merged' as status_word)
        end as status,
        case when type = 'priority_changed' then cast(to_value as severity_word) end as severity,
        case when type = 'team_assigned' then cast(to_value as team_word) end as team,
        cast(null as integer) as client_code,
    from case_events
    where type in (
        'status_changed', 'resolved', 'reopened', 'closed', 'cancelled', 'merged',
        'priority_changed', 'team_assigned'
    )
),

creations as (
    select
        case_events.case_key,
        case_events.event_at,
        cast(0 as tinyint) as place,
        case_events.seq,
        cast(2 as tinyint) as step,
        case_events.row_number,
        cast('new' as status_word) as status,
        beginnings.severity,
        beginnings.team,
        beginnings.client_code,
    from case_events
    join stg_beginnings as beginnings
        on beginnings.case_key = case_events.case_key
        and beginnings.created_at = case_events.event_at
    where case_events.type = 'created'
),

tier_changes as (
    select
        stg_beginnings.case_key,
        stg_accounts.from_at as event_at,
        cast(1 as tinyint) as place,
        cast(0 as bigint) as seq,
        cast(0 as tinyint) as step,
        cast(0 as bigint) as row_number,
        cast(null as status_word) as status,
        cast(null as severity_word) as severity,
        cast(null as team_word) as team,
        (
            stg_beginnings.client_code // len(enum_range(null::region_word)) // len(enum_range(null::tier_word))
                * len(enum_range(null::tier_word))
            + enum_code(cast(stg_accounts.tier as tier_word))
        ) * len(enum_range(null::region_word))
            + stg_beginnings.client_code % len(enum_range(null::region_word)) as client_code,
    from stg_beginnings
    join stg_accounts
        on stg_accounts.account_id = stg_beginnings.account_id
    where stg_beginnings.is_tier_of_account
        and stg_accounts.from_at > stg_beginnings.created_at
)

select * from creations
union all
select * from event_changes
union all
select * from tier_changes
