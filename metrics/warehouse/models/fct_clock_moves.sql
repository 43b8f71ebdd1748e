-- One row per time the severity of a running promise to resolve was lowered (downgrade), or its
-- clock came to stand because of the status (pause), with what had run of which target by then.
-- Tier, severity, region and team are those after the move. A pause of no second is none.
with steps as (
    select
        case_key,
        cycle,
        from_at as moved_at,
        until_at,
        team,
        rule_key,
        elapsed_before_seconds as elapsed_seconds,
        lag(rule_key) over clock as rule_key_before,
        lag(until_at) over clock as until_before,
    from int_ledger
    where promise_key = 3
    window clock as (partition by case_key, cycle order by segment)
),

compared as (
    select
        steps.case_key,
        steps.cycle,
        steps.moved_at,
        steps.team,
        steps.elapsed_seconds,
        before.target_seconds,
        later.state_key,
        coalesce(place_after.position > place_before.position, false) as is_downgrade,
        later.is_paused and not before.is_paused and steps.until_at > steps.moved_at as is_pause,
    from steps
    join policy_clocks as before
        on before.rule_key = steps.rule_key_before
    join policy_clocks as later
        on later.rule_key = steps.rule_key
    join states as state_before
        on state_before.state_key = before.state_key
    join states as state_after
        on state_after.state_key = later.state_key
    left join policy_severities as place_before
        on place_before.severity = state_before.severity
    left join policy_severities as place_after
        on place_after.severity = state_after.severity
    where steps.until_before = steps.moved_at
        and steps.rule_key <> steps.rule_key_before
),

moves as (
    select *, 'downgrade' as move
    from compared
    where is_downgrade
    union all
    select *, 'pause' as move
    from compared
    where is_pause
)

select
    moves.case_key,
    stg_descriptions.case_id,
    moves.cycle,
    moves.move,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    states.tier,
    states.region,
    states.severity,
    moves.team,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.is_drill,
    moves.moved_at,
    moves.target_seconds,
    moves.elapsed_seconds,
from moves
join stg_descriptions
    on stg_descriptions.case_key = moves.case_key
join states
    on states.state_key = moves.state_key
