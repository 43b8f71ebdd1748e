-- One row per SLA obligation, with the rule that judges it. A breach leaves when the clock stops, or
-- its case is marked as a drill: nobody waits from then on, and it is neither open nor kept late.
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
    promises.policy_version,
    promises.target_scope,
    promises.calendar,
    promises.target_seconds,
    promises.objective,
    promises.started_at,
    promises.due_at,
    promises.stopped_at,
    promises.breached_at,
    case when promises.state = 'met' then promises.stopped_at end as met_at,
    promises.decided_at,
    promises.is_kept and (promises.drill_at is null or promises.stopped_at <= promises.drill_at) as is_kept,
    promises.state,
    promises.elapsed_seconds,
    promises.carried_seconds,
    promises.target_seconds - promises.elapsed_seconds as left_seconds,
    promises.stopped_at is null and promises.drill_at is null and promises.state <> 'unknown' as is_open,
    case
        when promises.breached_at is null then null
        when promises.stopped_at <= promises.drill_at then promises.stopped_at
        else coalesce(promises.drill_at, promises.stopped_at)
    end as breach_left_at,
from promises
