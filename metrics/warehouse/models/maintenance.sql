-- Planned windows per service. A window with an id stands as the newest load that tells of the id
-- told it, whenever it was planned before. One without is known by its start: all windows that the
-- newest load tells of a service and start stand, as long as each of them is.
select *
from contract_maintenance
qualify load_key = max(load_key) over (
    partition by
        source,
        maintenance_id,
        case when maintenance_id is null then system end,
        case when maintenance_id is null then started_at end
)
and row_number() over (
    partition by
        load_key,
        maintenance_id,
        system,
        started_at,
        case when maintenance_id is null then subject end,
        case when maintenance_id is null then ended_at end
    order by row_number desc
) = 1
