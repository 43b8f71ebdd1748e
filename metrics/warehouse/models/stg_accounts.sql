-- Tier history of accounts as half-open spans; the first known tier holds from the beginning.
with ordered as (
    select
        *,
        row_number() over (partition by account_id order by effective_from nulls first, load_key, row_number) as place,
        lead(coalesce(effective_from, timestamp '1970-01-01'))
            over (partition by account_id order by effective_from nulls first, load_key, row_number) as until_at,
    from contract_accounts
    where effective_from is null or effective_from <= (select as_of from watermark)
)

select
    account_id,
    account,
    tier,
    region,
    time_zone,
    owner,
    renewal_on,
    case when place = 1 then timestamp '1970-01-01' else effective_from end as from_at,
    coalesce(until_at, timestamp '9999-12-31') as until_at,
    until_at is null as is_current,
from ordered
where until_at is null or until_at > coalesce(effective_from, timestamp '1970-01-01')
