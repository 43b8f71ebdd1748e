-- Everything that changes the state a clock depends on, one row per change: what the status,
-- severity, team, tier or region became (null: unchanged by this row; client_code holds account, tier
-- and region). Order: (event_at, place, seq, step, row_number): of one row first tier and region, then
-- the severity, then the team, and the status last, so that it ends what the row describes.
-- A tier or region that an account has from an instant on comes before the events of that second: it
-- is in force then. The creation, always the first, names all: stg_beginnings says what they were. A
-- later row that calls the case created changes nothing.
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

-- Of tier and region (as codes of their words) a row tells what changes, no more.
client_words as (
    select
        case_key,
        event_at,
        cast(2 as tinyint) as place,
        seq,
        cast(case type when 'tier_changed' then -2 else -1 end as tinyint) as step,
        row_number,
        case when type = 'tier_changed' then enum_code(cast(to_value as tier_word)) end as tier_code,
        case when type = 'region_changed' then enum_code(cast(to_value as region_word)) end as region_code,
    from case_events
    where type in ('tier_changed', 'region_changed')
    union all
    select
        stg_beginnings.case_key,
        stg_accounts.from_at as event_at,
        cast(1 as tinyint) as place,
        cast(0 as bigint) as seq,
        cast(0 as tinyint) as step,
        cast(0 as bigint) as row_number,
        case when stg_beginnings.is_tier_of_account then enum_code(cast(stg_accounts.tier as tier_word)) end
            as tier_code,
        case when stg_beginnings.is_region_of_account then enum_code(cast(stg_accounts.region as region_word)) end
            as region_code,
    from stg_beginnings
    join stg_accounts
        on stg_accounts.account_id = stg_beginnings.account_id
    where (stg_beginnings.is_tier_of_account or stg_beginnings.is_region_of_account)
        and stg_accounts.from_at > stg_beginnings.created_at
),

client_carried as (
    select
        client_words.case_key,
        client_words.event_at,
        client_words.place,
        client_words.seq,
        client_words.step,
        client_words.row_number,
        stg_beginnings.client_code as first_code,
        last_value(client_words.tier_code ignore nulls) over so_far as tier_code,
        last_value(client_words.region_code ignore nulls) over so_far as region_code,
    from client_words
    join stg_beginnings
        on stg_beginnings.case_key = client_words.case_key
    window so_far as (
        partition by client_words.case_key
        order by client_words.event_at, client_words.place, client_words.seq, client_words.step,
            client_words.row_number
        rows between unbounded preceding and current row
    )
),

client_coded as (
    select
        *,
        (
            first_code // len(enum_range(null::region_word)) // len(enum_range(null::tier_word))
                * len(enum_range(null::tier_word))
            + coalesce(
                tier_code,
                first_code // len(enum_range(null::region_word)) % len(enum_range(null::tier_word))
            )
        ) * len(enum_range(null::region_word))
            + coalesce(region_code, first_code % len(enum_range(null::region_word))) as client_code,
    from client_carried
),

client_compared as (
    select
        *,
        lag(client_code, 1, first_code) over (
            partition by case_key
            order by event_at, place, seq, step, row_number
        ) as code_before,
    from client_coded
),

client_changes as (
    select
        case_key,
        event_at,
        place,
        seq,
        step,
        row_number,
        cast(null as status_word) as status,
        cast(null as severity_word) as severity,
        cast(null as team_word) as team,
        client_code,
    from client_compared
    where client_code <> code_before
)

select * from creations
union all
select * from event_changes
union all
select * from client_changes
