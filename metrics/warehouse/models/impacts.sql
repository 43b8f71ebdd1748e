-- Which service an incident hurt, from when until when, and how much; as the newest load that
-- tells of the incident and the service told it: one file for each service is as good as one.
select * from contract_impacts
qualify load_key = max(load_key) over (partition by source, case_id, system)
