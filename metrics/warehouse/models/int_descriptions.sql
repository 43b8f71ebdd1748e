-- What a case is called and belongs to, as last seen, with a word where nothing is known.
select
    stg_cases.case_key,
    stg_cases.case_id,
    stg_cases.source,
    stg_cases.kind,
    stg_cases.account_id,
    coalesce(dim_accounts.account, stg_cases.account_id, 'No account') as account,
    coalesce(stg_cases.subject, 'No subject') as subject,
    coalesce(stg_cases.category, 'No category') as category,
    coalesce(stg_cases.system, 'No system') as system,
    stg_cases.owner,
    stg_cases.is_drill,
from stg_cases
left join dim_accounts
    on dim_accounts.account_id = stg_cases.account_id
