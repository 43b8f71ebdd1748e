-- Who is to be reached, in which role, and when that was last verified.
select *
from contract_contacts
qualify row_number() over (
    partition by source, person, role, level, account_id
    order by load_key desc, row_number desc
) = 1
