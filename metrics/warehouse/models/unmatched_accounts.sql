-- Cases without a tier, by what they say of their account: the leftovers of the account list.
with found as (
    select
        fct_cases.source,
        fct_cases.account_id,
        case
            when fct_cases.account_id is null then 'names no account'
            when dim_accounts.account_id is null then 'not in the account list'
            else 'has no tier in the account list'
        end as reason,
    from fct_cases
    left join dim_accounts
        on dim_accounts.account_id = fct_cases.account_id
    where fct_cases.tier = 'No tier'
)

select source, account_id, reason, count(*) as cases,
from found
group by source, account_id, reason
order by cases desc, source, account_id
