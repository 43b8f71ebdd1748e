-- Every combination of what a policy target can ask about in which a case was, once. Its key
-- packs the places of the words (see stg_stretches); here they are read back. account_code is
-- that of an account which targets of the policy name (see named_accounts), else 0.
with seen as (
    select distinct state_key
    from stg_stretches
),

sizes as (
    select
        len(enum_range(null::severity_word)) as severities,
        len(enum_range(null::tier_word)) as tiers,
        len(enum_range(null::region_word)) as regions,
        len(enum_range(null::status_word)) as statuses,
)

select
    state_key,
    state_key // statuses // severities // regions // tiers as account_code,
    cast(enum_range(null::tier_word)[1 + state_key // statuses // severities // regions % tiers] as tier_word) as tier,
    cast(enum_range(null::severity_word)[1 + state_key // statuses % severities] as severity_word) as severity,
    cast(enum_range(null::region_word)[1 + state_key // statuses // severities % regions] as region_word) as region,
    cast(enum_range(null::status_word)[1 + state_key % statuses] as status_word) as status,
from seen
cross join sizes
order by state_key
