-- Which service an incident hurt, from when until when, and how much. A later load that tells of the
-- incident and of the service takes back what an earlier one told of both; one file for each service
-- is as good as one.
with told as (
    select distinct source, load_key, case_id
    from contract_impacts
),

named as (
    select distinct source, load_key, system
    from contract_impacts
),

taken_back as (
    select old.source, old.load_key, old.case_id, old.system
    from (select distinct source, load_key, case_id, system from contract_impacts) as old
    join told
        on told.source = old.source
        and told.load_key > old.load_key
        and told.case_id is not distinct from old.case_id
    join named
        on named.source = told.source
        and named.load_key = told.load_key
        and named.system is not distinct from old.system
)

select contract_impacts.*
from contract_impacts
where not exists (
    select 1
    from taken_back as taken
    where taken.source = contract_impacts.source
        and taken.load_key = contract_impacts.load_key
        and taken.case_id is not distinct from contract_impacts.case_id
        and taken.system is not distinct from contract_impacts.system
)
