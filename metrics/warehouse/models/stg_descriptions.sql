-- What a case is called and belongs to, as last seen, and its state at the watermark, with a
-- word where nothing is known.
select
    stg_cases.case_key,
    stg_cases.case_id,
    cast(stg_cases.source as source_word) as source,
    cast(stg_cases.kind as kind_word) as kind,
    stg_cases.account_id,
    cast(coalesce(dim_accounts.account, stg_cases.account_id, 'No account') as account_word) as account,
    states.tier,
    states.region,
    states.severity,
    cast(coalesce(stg_cases.category, 'No category') as category_word) as category,
    cast(coalesce(stg_cases.system, 'No system') as system_word) as system,
    cast(coalesce(stg_cases.stage, 'No stage') as stage_word) as stage,
    cast(coalesce(stg_cases.dependency, 'No dependency') as dependency_word) as dependency,
    case
        when stg_cases.subject is null then cast('No subject' as cluster_word)
        else cast(coalesce(subject_clusters.cluster, 'Unclustered') as cluster_word)
    end as cluster,
    stg_stretches.team,
    stg_stretches.status,
    stg_cases.is_drill,
    stg_cases.drill_at,
    stg_stretches.status = 'merged' as is_merged,
from stg_cases
join stg_stretches
    on stg_stretches.case_key = stg_cases.case_key
    and stg_stretches.until_at is null
join states
    on states.state_key = stg_stretches.state_key
left join dim_accounts
    on dim_accounts.account_id = stg_cases.account_id
left join subject_clusters
    on subject_clusters.subject = stg_cases.subject
