-- The source's own figures and verdict, newest export first, one row per case.
select *
from contract_vendor_verdicts
where vendor_decided_at is null or vendor_decided_at <= (select as_of from watermark)
qualify row_number() over (partition by source, case_id order by load_key desc, row_number desc) = 1
