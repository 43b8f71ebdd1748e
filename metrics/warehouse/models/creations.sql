-- When each case was created: the first creation that any export knows.
select
    source,
    case_id,
    min(event_at) as created_at,
from contract_case_events
where type = 'created'
group by source, case_id
