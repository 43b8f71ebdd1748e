-- Planned windows per service; a window told again stands as last told.
select *
from contract_maintenance
qualify row_number() over (
    partition by source, system, started_at
    order by load_key desc, row_number desc
) = 1
