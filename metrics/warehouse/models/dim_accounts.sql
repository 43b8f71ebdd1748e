-- One row per client account as it stands at the watermark.
select
    account_id,
    coalesce(account, account_id) as account,
    coalesce(tier, 'No tier') as tier,
    coalesce(region, 'No region') as region,
    time_zone,
    owner,
    renewal_on,
from stg_accounts
where is_current
