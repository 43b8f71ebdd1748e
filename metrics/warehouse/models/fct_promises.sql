-- One row per SLA obligation, with the rule that judges it.
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
    promises.is_drill,
    promises.is_merged,
    policy_clocks.policy_version,
    policy_clocks.scope as target_scope,
    dim_calendars.calendar,
    policy_clocks.target_seconds,
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
    policy_clocks.target_seconds - promises.elapsed_seconds as left_seconds,
    promises.stopped_at is null and promises.state <> 'unknown' as is_open,
    case when promises.breached_at is not null then promises.stopped_at end as breach_left_at,
from promises
join policy_clocks
    on policy_clocks.rule_key = promises.rule_key
join dim_calendars
    on dim_calendars.calendar_key = policy_clocks.calendar_key
