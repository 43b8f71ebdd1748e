-- One row per incident and account that opened a case which belongs to it: when it did so first,
-- with tier and region of that case at that instant, and how many such cases it opened.
with felt as (
    select
        fct_links.parent_key as case_key,
        stg_descriptions.account,
        stg_cases.created_at,
        states.tier,
        states.region,
    from fct_links
    join stg_cases
        on stg_cases.case_key = fct_links.case_key
    join stg_descriptions
        on stg_descriptions.case_key = fct_links.case_key
    join stg_stretches
        on stg_stretches.case_key = fct_links.case_key
        and stg_stretches.stretch = 1
    join states
        on states.state_key = stg_stretches.state_key
    where stg_cases.account_id is not null
        and not stg_cases.is_drill
),

firsts as (
    select
        case_key,
        account,
        min(created_at) as first_case_at,
        count(*) as case_count,
    from felt
    group by
        case_key,
        account
)

select
    firsts.case_key,
    firsts.account,
    firsts.first_case_at,
    firsts.case_count,
    min(felt.tier) as tier,
    min(felt.region) as region,
from firsts
join felt
    on felt.case_key = firsts.case_key
    and felt.account = firsts.account
    and felt.created_at = firsts.first_case_at
group by
    firsts.case_key,
    firsts.account,
    firsts.first_case_at,
    firsts.case_count
