-- Tier and region of accounts over time as half-open spans; what the first row says holds from the
-- beginning. Of rows that hold from one instant on (a list loaded again) the last one says what is; an
-- empty cell says nothing, so tier and region stay as they were.
with told as (
    select
        account_id,
        effective_from,
        arg_max(account, (load_key, row_number)) as account,
        arg_max(tier, (load_key, row_number)) as tier,
        arg_max(region, (load_key, row_number)) as region,
        arg_max(time_zone, (load_key, row_number)) as time_zone,
        arg_max(owner, (load_key, row_number)) as owner,
        arg_max(renewal_on, (load_key, row_number)) as renewal_on,
    from contract_accounts
    group by account_id, effective_from
),

placed as (
    select
        *,
        row_number() over (partition by account_id order by effective_from nulls first) as place,
    from told
),

ordered as (
    select
        account_id,
        account,
        last_value(tier ignore nulls) over so_far as tier,
        last_value(region ignore nulls) over so_far as region,
        time_zone,
        owner,
        renewal_on,
        effective_from,
        place,
        lead(effective_from) over (partition by account_id order by place) as until_at,
    from placed
    where place = 1
        or effective_from <= (select as_of from watermark)
    window so_far as (
        partition by account_id
        order by place
        rows between unbounded preceding and current row
    )
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
