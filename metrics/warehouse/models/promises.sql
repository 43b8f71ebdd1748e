-- One row per SLA obligation as it is kept, with the rule that judges it: what fct_promises, a view,
-- spells out. Tier, severity, region, team, calendar and objective are those in force when it was
-- decided (now, while it is not), so a closed week keeps its breakdown and its error budget too; the
-- target is the one that the clock runs against. carried_seconds is what had run in earlier cycles,
-- 0 where there was none. What was decided before its case was marked as a drill (drill_at) is none
-- itself: the verdict stands, and no more comes of it. Breaches first, each part in order of the
-- verdict: a question about breaches or some weeks reads those alone.
with carried as (
    select
        case_key,
        promise_key,
        carried_to_cycle as cycle,
        elapsed_after_seconds as carried_seconds,
    from int_ledger
    where carried_to_cycle is not null
),

rules as (
    select
        policy_clocks.rule_key,
        policy_clocks.policy_version,
        policy_clocks.target_seconds,
        cast(policy_clocks.scope as scope_word) as target_scope,
        cast(dim_calendars.calendar as calendar_word) as calendar,
    from policy_clocks
    join dim_calendars
        on dim_calendars.calendar_key = policy_clocks.calendar_key
),

-- Ordered while it is narrow: what is joined to it keeps the order.
judged as (
    select *
    from int_promises
    order by breached_at is null, decided_at, case_key
)

select
    judged.case_key,
    stg_descriptions.case_id,
    cast(case judged.promise_key
        when 1 then 'acknowledge'
        when 2 then 'first_response'
        when 3 then 'resolve'
        when 4 then 'next_response'
        when 5 then 'update'
        else 'mitigate'
    end as promise_word) as promise,
    judged.cycle,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    states.tier,
    states.region,
    states.severity,
    judged.team,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.stage,
    stg_descriptions.dependency,
    stg_descriptions.is_drill
        and coalesce(judged.decided_at >= stg_descriptions.drill_at, true) as is_drill,
    case when judged.decided_at < stg_descriptions.drill_at then stg_descriptions.drill_at end as drill_at,
    stg_descriptions.is_merged,
    judged.rule_key,
    rules.policy_version,
    verdicts.target_scope,
    verdicts.calendar,
    rules.target_seconds,
    policy_clocks.objective,
    judged.started_at,
    judged.due_at,
    judged.stopped_at,
    judged.breached_at,
    judged.decided_at,
    judged.is_kept,
    cast(judged.state as state_word) as state,
    judged.elapsed_seconds,
    coalesce(carried.carried_seconds, 0) as carried_seconds,
from judged
join stg_descriptions
    on stg_descriptions.case_key = judged.case_key
join rules
    on rules.rule_key = judged.rule_key
join rules as verdicts
    on verdicts.rule_key = judged.decided_rule_key
join policy_clocks
    on policy_clocks.rule_key = judged.decided_rule_key
join states
    on states.state_key = policy_clocks.state_key
left join carried
    on carried.case_key = judged.case_key
    and carried.promise_key = judged.promise_key
    and carried.cycle = judged.cycle
