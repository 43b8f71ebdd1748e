-- The verdict of every promise: decided at the earlier of met and breached, never undone.
with known as (
    select
        int_dues.case_key,
        int_dues.promise_key,
        int_dues.cycle,
        int_dues.team,
        int_dues.rule_key,
        int_dues.target_seconds,
        int_dues.is_paused,
        int_dues.elapsed_seconds,
        int_dues.due_at,
        coalesce(int_turns.started_at, int_cycles.opened_at) as started_at,
        case
            when int_dues.promise_key >= 4 then int_turns.evidence_at
            when int_dues.promise_key = 1 then int_cases.acknowledged_at
            when int_dues.promise_key = 2 then int_cases.replied_at
            else int_cycles.resolved_at
        end as evidence_at,
        case when int_dues.promise_key >= 4 then int_turns.ended_at else int_cycles.ended_at end as cycle_ended_at,
        case when int_dues.promise_key >= 4 then int_turns.end_status else int_cycles.end_status end as end_status,
        int_breaches.breached_at as crossed_at,
        int_breaches.rule_key as breach_rule_key,
        int_breaches.team as breach_team,
        (int_dues.promise_key = 1 and not int_cases.records_acknowledged)
            or (int_dues.promise_key = 2 and not int_cases.records_replied)
            or (int_dues.promise_key = 3
                and coalesce(int_cycles.end_status in ('resolved', 'closed'), false)
                and int_cycles.resolved_at is null) as is_unknown,
    from int_dues
    join int_cases
        on int_cases.case_key = int_dues.case_key
    left join int_cycles
        on int_cycles.case_key = int_dues.case_key
        and int_cycles.cycle = int_dues.cycle
        and int_dues.promise_key <= 3
    left join int_turns
        on int_turns.case_key = int_dues.case_key
        and int_turns.promise_key = int_dues.promise_key
        and int_turns.number = int_dues.cycle
    left join int_breaches
        on int_breaches.case_key = int_dues.case_key
        and int_breaches.promise_key = int_dues.promise_key
        and int_breaches.cycle = int_dues.cycle
),

judged as (
    select
        *,
        coalesce(evidence_at, cycle_ended_at) as stopped_at,
        case when not is_unknown then crossed_at end as breached_at,
        case
            when is_unknown then 'unknown'
            when crossed_at is not null then 'breached'
            when evidence_at is not null then 'met'
            when end_status in ('cancelled', 'merged') then 'cancelled'
            when cycle_ended_at is not null then 'not_applicable'
            when is_paused then 'paused'
            when elapsed_seconds >= watermark.at_risk_share * target_seconds then 'at_risk'
            else 'running'
        end as state,
    from known
    cross join watermark
)

select
    case_key,
    promise_key,
    cycle,
    case when state = 'breached' then breach_team else team end as team,
    rule_key,
    case when state = 'breached' then breach_rule_key else rule_key end as decided_rule_key,
    started_at,
    due_at,
    stopped_at,
    breached_at,
    case when state = 'met' then evidence_at else breached_at end as decided_at,
    evidence_at is not null and state <> 'unknown' as is_kept,
    state,
    elapsed_seconds,
from judged
