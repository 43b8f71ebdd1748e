-- What a case is at its creation. Its tier and region are its own, else its account's then; of a
-- log that tells them row by row, the first that it tells of the case.
-- Its first severity and team are known only if the first change that tells of one says what
-- was before, or if they stand in the very row of the creation: anything else would judge a
-- case by what nobody knew yet. What the case says as last seen stands in only where the log
-- never names a severity or team.
with told as (
    select
        case_events.case_key,
        case_events.type,
        case_events.to_value,
        coalesce(case_events.from_value, case_events.to_value) as first_word,
        case
            when case_events.from_value is not null then case_events.from_value
            when (case_events.load_key, case_events.row_number, case_events.seq) = stg_cases.created_row
                then case_events.to_value
        end as word_before,
        (case_events.event_at, case_events.seq, case_events.row_number) as place,
    from case_events
    join stg_cases
        on stg_cases.case_key = case_events.case_key
    where case_events.type in ('priority_changed', 'team_assigned', 'tier_changed', 'region_changed')
),

firsts as (
    select
        case_key,
        arg_min_null(word_before, place) filter (type = 'priority_changed') as severity,
        arg_min_null(word_before, place) filter (type = 'team_assigned') as team,
        arg_min(first_word, place) filter (type = 'tier_changed') as tier,
        arg_min(first_word, place) filter (type = 'region_changed') as region,
        count(to_value) filter (type = 'priority_changed') > 0 as is_severity_logged,
        count(to_value) filter (type = 'team_assigned') > 0 as is_team_logged,
    from told
    group by case_key
),

named as (
    select distinct
        account_id,
        account_code,
    from named_accounts
)

select
    stg_cases.case_key,
    stg_cases.created_at,
    cast(coalesce(
        firsts.severity,
        case when firsts.is_severity_logged then null else stg_cases.severity end,
        'No severity'
    ) as severity_word) as severity,
    cast(coalesce(
        firsts.team,
        case when firsts.is_team_logged then null else stg_cases.team end,
        'No team'
    ) as team_word) as team,
    (
        coalesce(named.account_code, 0) * len(enum_range(null::tier_word))
        + enum_code(cast(coalesce(firsts.tier, stg_cases.tier, stg_accounts.tier, 'No tier') as tier_word))
    ) * len(enum_range(null::region_word))
        + enum_code(cast(
            coalesce(firsts.region, stg_cases.region, stg_accounts.region, 'No region') as region_word
        )) as client_code,
    firsts.tier is null and stg_cases.tier is null as is_tier_of_account,
    firsts.region is null and stg_cases.region is null as is_region_of_account,
    stg_cases.account_id,
from stg_cases
left join firsts
    on firsts.case_key = stg_cases.case_key
left join named
    on named.account_id = stg_cases.account_id
left join stg_accounts
    on stg_accounts.account_id = stg_cases.account_id
    and stg_accounts.from_at <= stg_cases.created_at
    and stg_accounts.until_at > stg_cases.created_at
