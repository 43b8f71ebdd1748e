-- Which service an incident hurt, from when until when, and how much; as the newest load of the
-- incident told it.
select * from contract_impacts
qualify load_key = max(load_key) over (partition by source, case_id)
