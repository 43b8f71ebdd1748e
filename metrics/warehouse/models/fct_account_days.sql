-- One row per account and day of the reporting zone on which a service that it uses was told of: the
-- time less maintenance of these services (service_seconds) and what was lost of it, added up.
-- Tier, region and who uses a service are those when the day began; case_id is the incident that
-- weighed heaviest on these services on that day. Accounts of one tier that no row of policy names
-- use the same services, so what is used is added up once for all of them.
with named as (
    select account_id
    from policy_users
    where account_id is not null
    group by account_id
),

accounts as (
    select
        stg_accounts.account_id,
        dim_accounts.account,
        coalesce(stg_accounts.tier, 'No tier') as tier,
        coalesce(stg_accounts.region, 'No region') as region,
        coalesce(named.account_id, '') as named_id,
        stg_accounts.from_at,
        stg_accounts.until_at,
    from stg_accounts
    join dim_accounts
        on dim_accounts.account_id = stg_accounts.account_id
    left join named
        on named.account_id = stg_accounts.account_id
),

days as (
    select day, min(from_at) as from_at
    from fct_service_days
    group by day
),

account_days as (
    select
        accounts.account_id,
        accounts.account,
        accounts.tier,
        accounts.region,
        accounts.named_id,
        days.day,
    from days
    join accounts
        on accounts.from_at <= days.from_at
        and accounts.until_at > days.from_at
),

usages as (
    select day, tier, named_id
    from account_days
    group by day, tier, named_id
),

used as (
    select
        usages.day,
        usages.tier,
        usages.named_id,
        service_days.from_at,
        service_days.until_at,
        service_days.case_key,
        service_days.case_id,
        service_days.observed_seconds - service_days.maintenance_seconds as service_seconds,
        service_days.weighted_seconds,
        row_number() over (
            partition by usages.day, usages.tier, usages.named_id
            order by service_days.weighted_seconds desc, service_days.system
        ) as place,
    from usages
    join fct_service_days as service_days
        on service_days.day = usages.day
    left join policy_users as by_tier
        on by_tier.users_key = service_days.users_key
        and by_tier.tier = usages.tier
    left join policy_users as by_account
        on by_account.users_key = service_days.users_key
        and by_account.account_id = usages.named_id
    where service_days.observed_seconds > service_days.maintenance_seconds
        and (
            service_days.users_key is null
            or by_tier.users_key is not null
            or by_account.users_key is not null
        )
),

sums as (
    select
        day,
        tier,
        named_id,
        min(from_at) as from_at,
        max(until_at) as until_at,
        max(case when place = 1 then case_key end) as case_key,
        max(case when place = 1 then case_id end) as case_id,
        cast(sum(service_seconds) as bigint) as service_seconds,
        cast(sum(weighted_seconds) as bigint) as weighted_seconds,
    from used
    group by day, tier, named_id
)

select
    account_days.account_id,
    account_days.account,
    account_days.tier,
    account_days.region,
    account_days.day,
    sums.from_at,
    sums.until_at,
    sums.case_key,
    sums.case_id,
    sums.service_seconds,
    sums.weighted_seconds,
from account_days
join sums
    on sums.day = account_days.day
    and sums.tier = account_days.tier
    and sums.named_id = account_days.named_id
order by sums.from_at, account_days.account_id
