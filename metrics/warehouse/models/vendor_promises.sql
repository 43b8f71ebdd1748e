-- The source's own verdict on each promise of a case, cycle by cycle.
select *
from contract_vendor_promises
qualify row_number() over (
    partition by source, case_id, promise, cycle
    order by load_key desc, row_number desc
) = 1
