-- One row per case that has a creation, as last seen at or before the watermark; the key is
-- the rank of (source, case_id), so the same exports always give the same keys.
with keyed as (
    select
        cast(row_number() over (order by source, case_id) as integer) as case_key,
        *,
    from creations
    where created_at <= (select as_of from watermark)
)

select
    keyed.case_key,
    keyed.source,
    keyed.case_id,
    keyed.created_at,
    keyed.created_row,
    coalesce(newest.kind, 'ticket') as kind,
    newest.account_id,
    newest.subject,
    newest.severity,
    newest.priority,
    newest.category,
    newest.system,
    newest.data_domain,
    newest.stage,
    newest.dependency,
    newest.team,
    newest.owner,
    newest.tier,
    newest.region,
    newest.parent_id,
    coalesce(newest.is_drill, false) as is_drill,
    newest.load_key,
    newest.row_number,
from keyed
left join contract_cases as newest  -- one row a case, see snapshots.py
    on newest.source = keyed.source
    and newest.case_id = keyed.case_id
order by keyed.case_key
