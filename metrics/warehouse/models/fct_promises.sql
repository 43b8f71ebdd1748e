-- One row per SLA obligation, with the rule that judges it. Rules are grouped so that an engine
-- sees that each promise has one, and leaves the join out where nothing of the rule is asked for.
with rules as (
    select
        policy_clocks.rule_key,
        min(policy_clocks.policy_version) as policy_version,
        min(policy_clocks.scope) as target_scope,
        min(policy_clocks.target_seconds) as target_seconds,
        min(dim_calendars.calendar) as calendar,
    from policy_clocks
    join dim_calendars
        on dim_calendars.calendar_key = policy_clocks.calendar_key
    group by policy_clocks.rule_key
)

select
    promises.case_key,
    promises.case_id,
    promises.promise,
    promises.cycle,
    promises.source,
    promises.kind,
    promises.account,
    promises.tier,
    promises.region,
    promises.severity,
    promises.team,
    promises.category,
    promises.system,
    promises.stage,
    promises.dependency,
    promises.is_drill,
    promises.is_merged,
    rules.policy_version,
    rules.target_scope,
    rules.calendar,
    rules.target_seconds,
    promises.objective,
    promises.started_at,
    promises.due_at,
    promises.stopped_at,
    promises.breached_at,
    case when promises.state = 'met' then promises.stopped_at end as met_at,
    promises.decided_at,
    promises.is_kept,
    promises.state,
    promises.elapsed_seconds,
    promises.carried_seconds,
    rules.target_seconds - promises.elapsed_seconds as left_seconds,
    promises.stopped_at is null and promises.state <> 'unknown' as is_open,
    case when promises.breached_at is not null then promises.stopped_at end as breach_left_at,
from promises
left join rules
    on rules.rule_key = promises.rule_key
