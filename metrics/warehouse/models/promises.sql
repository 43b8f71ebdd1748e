-- One row per SLA obligation as it is kept: what fct_promises, a view, spells out. Tier, severity,
-- region, team and objective are those in force when it was decided (now, while it is not), so a
-- closed week keeps its breakdown and its error budget too. carried_seconds is what had run in
-- earlier cycles, 0 where there was none. In order of the verdict: a question about some weeks reads
-- those weeks alone.
with carried as (
    select
        case_key,
        promise_key,
        carried_to_cycle as cycle,
        elapsed_after_seconds as carried_seconds,
    from int_ledger
    where carried_to_cycle is not null
)

select
    int_promises.case_key,
    stg_descriptions.case_id,
    cast(case int_promises.promise_key
        when 1 then 'acknowledge'
        when 2 then 'first_response'
        when 3 then 'resolve'
        when 4 then 'next_response'
        when 5 then 'update'
        else 'mitigate'
    end as promise_word) as promise,
    int_promises.cycle,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    states.tier,
    states.region,
    states.severity,
    int_promises.team,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.stage,
    stg_descriptions.dependency,
    stg_descriptions.is_drill,
    stg_descriptions.is_merged,
    int_promises.rule_key,
    policy_clocks.objective,
    int_promises.started_at,
    int_promises.due_at,
    int_promises.stopped_at,
    int_promises.breached_at,
    int_promises.decided_at,
    int_promises.is_kept,
    cast(int_promises.state as state_word) as state,
    int_promises.elapsed_seconds,
    coalesce(carried.carried_seconds, 0) as carried_seconds,
from int_promises
join stg_descriptions
    on stg_descriptions.case_key = int_promises.case_key
join policy_clocks
    on policy_clocks.rule_key = int_promises.decided_rule_key
join states
    on states.state_key = policy_clocks.state_key
left join carried
    on carried.case_key = int_promises.case_key
    and carried.promise_key = int_promises.promise_key
    and carried.cycle = int_promises.cycle
order by int_promises.decided_at, int_promises.case_key
