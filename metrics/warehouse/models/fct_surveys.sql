-- One row per satisfaction answer up to the watermark, with its case (of its own source, else
-- wherever one case alone has that id; null where none is loaded) and how the case's promise
-- to resolve had been decided when the answer came. Tier, region, severity and team are those of
-- that instant, too (of the opening, where the answer is dated before it).
with numbered as (
    select
        row_number() over (order by load_key, row_number) as survey_key,
        source,
        case_id,
        account_id,
        answered_at,
        score,
        max_score,
        comment,
    from surveys
    where answered_at <= (select as_of from watermark)
),

alone as (
    select case_id, min(case_key) as case_key
    from fct_cases
    where case_id in (select case_id from numbered)
    group by case_id
    having count(*) = 1
),

placed as (
    select
        numbered.survey_key,
        coalesce(own.case_key, alone.case_key) as case_key,
    from numbered
    left join fct_cases as own
        on own.source = numbered.source
        and own.case_id = numbered.case_id
    left join alone
        on alone.case_id = numbered.case_id
),

verdicts as (
    select
        placed.survey_key,
        max(case when fct_promises.state = 'breached' then 1 else 0 end) as is_breached,
    from placed
    join numbered
        on numbered.survey_key = placed.survey_key
    join fct_promises
        on fct_promises.case_key = placed.case_key
        and fct_promises.promise = 'resolve'
        and fct_promises.decided_at <= numbered.answered_at
    group by placed.survey_key
)

select
    numbered.survey_key,
    placed.case_key,
    numbered.case_id,
    coalesce(fct_cases.source, numbered.source) as source,
    coalesce(fct_cases.kind, 'No case') as kind,
    coalesce(fct_cases.account, dim_accounts.account, numbered.account_id, 'No account') as account,
    coalesce(states.tier, stg_accounts.tier, 'No tier') as tier,
    coalesce(states.region, stg_accounts.region, 'No region') as region,
    coalesce(states.severity, 'No severity') as severity,
    coalesce(stg_stretches.team, 'No team') as team,
    coalesce(fct_cases.category, 'No category') as category,
    coalesce(fct_cases.system, 'No system') as system,
    coalesce(fct_cases.is_drill, false) as is_drill,
    case
        when placed.case_key is null then 'No case'
        when verdicts.is_breached = 1 then 'breached'
        when verdicts.is_breached = 0 then 'met'
        else 'undecided'
    end as resolve_verdict,
    numbered.answered_at,
    numbered.score,
    numbered.max_score,
    numbered.comment,
from numbered
join placed
    on placed.survey_key = numbered.survey_key
left join fct_cases
    on fct_cases.case_key = placed.case_key
left join verdicts
    on verdicts.survey_key = numbered.survey_key
left join stg_stretches
    on stg_stretches.case_key = placed.case_key
    and stg_stretches.from_at <= greatest(numbered.answered_at, fct_cases.created_at)
    and (stg_stretches.until_at is null
        or stg_stretches.until_at > greatest(numbered.answered_at, fct_cases.created_at))
left join states
    on states.state_key = stg_stretches.state_key
left join stg_accounts
    on stg_accounts.account_id = numbered.account_id
    and stg_accounts.from_at <= numbered.answered_at
    and stg_accounts.until_at > numbered.answered_at
left join dim_accounts
    on dim_accounts.account_id = numbered.account_id
