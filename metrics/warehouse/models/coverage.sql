-- Which module has which playbook, and when it was last reviewed.
select *
from contract_coverage
qualify row_number() over (
    partition by source, module, playbook
    order by load_key desc, row_number desc
) = 1
