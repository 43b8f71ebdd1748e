-- One row per case that has a creation, as last seen at or before the watermark; the key is
-- the rank of (source, case_id) among all cases that events name, so the same exports always
-- give the same keys.
select
    creations.case_no as case_key,
    creations.source,
    creations.case_id,
    creations.created_at,
    creations.created_row,
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
    case when newest.is_drill then newest.drill_at end as drill_at,
    coalesce(newest.is_agent_created, false) as is_agent_created,
    newest.load_key,
    newest.row_number,
from creations
left join contract_cases as newest  -- one row a case, see snapshots.py
    on newest.source = creations.source
    and newest.case_id = creations.case_id
where creations.created_at <= (select as_of from watermark)
order by creations.case_no
