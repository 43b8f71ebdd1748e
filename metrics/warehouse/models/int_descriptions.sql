-- What a case is called and belongs to, as last seen, and its state at the watermark, with a
-- word where nothing is known.
select
    stg_cases.case_key,
    stg_cases.case_id,
    stg_cases.source,
    stg_cases.kind,
    stg_cases.account_id,
    coalesce(dim_accounts.account, stg_cases.account_id, 'No account') as account,
    int_states.tier,
    int_states.region,
    coalesce(stg_cases.subject, 'No subject') as subject,
    int_states.severity,
    coalesce(stg_cases.category, 'No category') as category,
    coalesce(stg_cases.system, 'No system') as system,
    int_stretches.team,
    stg_cases.owner,
    int_stretches.status,
    stg_cases.is_drill,
    int_stretches.status = 'merged' as is_merged,
from stg_cases
join int_stretches
    on int_stretches.case_key = stg_cases.case_key
    and int_stretches.until_at is null
join int_states
    on int_states.state_key = int_stretches.state_key
left join dim_accounts
    on dim_accounts.account_id = stg_cases.account_id
