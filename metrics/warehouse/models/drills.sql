-- One row per drill and its result.
select *
from contract_drills
qualify row_number() over (
    partition by source, drill_id
    order by load_key desc, row_number desc
) = 1
