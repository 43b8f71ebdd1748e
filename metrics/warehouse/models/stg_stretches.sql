-- The state stream: one row per stretch in which status, severity, team and tier of a case
-- stand still, in the order of the log; half-open, the last one up to the watermark (until_at
-- is null there). A stretch may last no second: a case resolved in the minute it came is both.
-- What the case says as last seen stands in only where the log never names a severity or team.
with carried as (
    select
        case_key,
        row_number() over by_time as stretch,
        event_at as from_at,
        seq as from_seq,
        lead(event_at) over by_time as until_at,
        last_value(status ignore nulls) over by_time as status,
        last_value(severity ignore nulls) over by_time as severity,
        last_value(team ignore nulls) over by_time as team,
        last_value(tier ignore nulls) over by_time as tier,
        first_value(severity_before ignore nulls) over whole as first_severity,
        first_value(team_before ignore nulls) over whole as first_team,
        first_value(severity ignore nulls) over whole is null as is_severity_unlogged,
        first_value(team ignore nulls) over whole is null as is_team_unlogged,
    from stg_changes
    window
        by_time as (
            partition by case_key
            order by event_at, place, seq, is_status, row_number
            rows between unbounded preceding and current row
        ),
        whole as (
            partition by case_key
            order by event_at, place, seq, is_status, row_number
            rows between unbounded preceding and unbounded following
        )
)

select
    carried.case_key,
    carried.stretch,
    carried.from_at,
    carried.from_seq,
    carried.until_at,
    carried.status,
    coalesce(
        carried.severity,
        carried.first_severity,
        case when carried.is_severity_unlogged then stg_cases.severity end,
        'No severity'
    ) as severity,
    coalesce(
        carried.team,
        carried.first_team,
        case when carried.is_team_unlogged then stg_cases.team end,
        'No team'
    ) as team,
    coalesce(stg_cases.tier, carried.tier, stg_accounts.tier, 'No tier') as tier,
    coalesce(stg_cases.region, stg_accounts.region, 'No region') as region,
from carried
join stg_cases
    on stg_cases.case_key = carried.case_key
left join stg_accounts
    on stg_accounts.account_id = stg_cases.account_id
    and stg_accounts.from_at <= stg_cases.created_at
    and stg_accounts.until_at > stg_cases.created_at
