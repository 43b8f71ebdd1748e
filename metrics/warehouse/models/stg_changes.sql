-- Everything that changes the state a clock depends on, one row per change: what the status,
-- severity, team or tier became (null: unchanged by this row). Order: (event_at, place, seq),
-- a status after whatever else the same row says, so that it ends what the row describes.
-- What held before the first change is known only if the change says so, or if it stands in
-- the very row of the creation: anything else would judge a case by what nobody knew yet.
with event_changes as (
    select
        case_events.case_key,
        case_events.event_at,
        case when type = 'created' then 0 else 1 end as place,
        case_events.seq,
        case when type in ('priority_changed', 'team_assigned') then 0 else 1 end as is_status,
        case_events.row_number,
        case type
            when 'created' then 'new'
            when 'status_changed' then to_value
            when 'resolved' then 'resolved'
            when 'reopened' then 'open'
            when 'closed' then 'closed'
            when 'cancelled' then 'cancelled'
            when 'merged' then 'merged'
        end as status,
        case when type = 'priority_changed' then to_value end as severity,
        case
            when type <> 'priority_changed' then null
            when from_value is not null then from_value
            when (case_events.load_key, case_events.row_number, case_events.seq)
                = stg_cases.created_row then to_value
        end as severity_before,
        case when type = 'team_assigned' then to_value end as team,
        case
            when type <> 'team_assigned' then null
            when from_value is not null then from_value
            when (case_events.load_key, case_events.row_number, case_events.seq)
                = stg_cases.created_row then to_value
        end as team_before,
        cast(null as varchar) as tier,
    from case_events
    join stg_cases
        on stg_cases.case_key = case_events.case_key
    where type in (
        'created', 'status_changed', 'resolved', 'reopened', 'closed', 'cancelled', 'merged',
        'priority_changed', 'team_assigned'
    )
),

tier_changes as (
    select
        stg_cases.case_key,
        stg_accounts.from_at as event_at,
        2 as place,
        cast(0 as bigint) as seq,
        0 as is_status,
        cast(0 as bigint) as row_number,
        cast(null as varchar) as status,
        cast(null as varchar) as severity,
        cast(null as varchar) as severity_before,
        cast(null as varchar) as team,
        cast(null as varchar) as team_before,
        stg_accounts.tier,
    from stg_cases
    join stg_accounts
        on stg_accounts.account_id = stg_cases.account_id
    where stg_cases.tier is null
        and stg_accounts.from_at > stg_cases.created_at
)

select * from event_changes
union all
select * from tier_changes
