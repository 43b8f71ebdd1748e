-- Every escalation, with the word for its level.
select
    case_key,
    event_at,
    seq,
    row_number,
    coalesce('L' || level, 'No level') as level,
from case_events
where type = 'escalated'
