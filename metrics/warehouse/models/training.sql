-- Who completed which training, and until when it holds.
select *
from contract_training
qualify row_number() over (
    partition by source, person, course
    order by load_key desc, row_number desc
) = 1
