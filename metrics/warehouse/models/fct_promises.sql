-- One row per SLA obligation. Tier, severity, region and team are those in force when it was
-- decided (now, while it is not), so a closed week keeps its breakdown too.
select
    int_promises.case_key,
    stg_descriptions.case_id,
    case int_promises.promise_key
        when 1 then 'acknowledge'
        when 2 then 'first_response'
        else 'resolve'
    end as promise,
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
    stg_descriptions.is_drill,
    stg_descriptions.is_merged,
    int_promises.policy_version,
    dim_calendars.calendar,
    int_promises.target_seconds,
    int_promises.objective,
    int_promises.started_at,
    int_promises.due_at,
    int_promises.stopped_at,
    int_promises.breached_at,
    int_promises.met_at,
    int_promises.decided_at,
    int_promises.state,
    int_promises.elapsed_seconds,
    int_promises.left_seconds,
    int_promises.is_open,
    int_promises.breach_left_at,
from int_promises
join stg_descriptions
    on stg_descriptions.case_key = int_promises.case_key
join states
    on states.state_key = int_promises.state_key
join dim_calendars
    on dim_calendars.calendar_key = int_promises.calendar_key
