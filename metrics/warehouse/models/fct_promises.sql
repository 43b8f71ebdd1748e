-- One row per SLA obligation. Tier, severity, region and team are those in force when it was
-- decided (now, while it is not), so a closed week keeps its breakdown too.
select
    int_promises.case_key,
    int_descriptions.case_id,
    case int_promises.promise_key
        when 1 then 'acknowledge'
        when 2 then 'first_response'
        else 'resolve'
    end as promise,
    int_promises.cycle,
    int_descriptions.source,
    int_descriptions.kind,
    int_descriptions.account,
    int_states.tier,
    int_states.region,
    int_states.severity,
    int_promises.team,
    int_descriptions.category,
    int_descriptions.system,
    int_descriptions.subject,
    int_descriptions.owner,
    int_descriptions.is_drill,
    int_descriptions.is_merged,
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
join int_descriptions
    on int_descriptions.case_key = int_promises.case_key
join int_states
    on int_states.state_key = int_promises.state_key
join dim_calendars
    on dim_calendars.calendar_key = int_promises.calendar_key
