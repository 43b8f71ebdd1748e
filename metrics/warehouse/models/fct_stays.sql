-- One row per stay of an open case in a status, with a team, or at an escalation level, with tier,
-- severity, region, team and status as in its last second (now, if it goes on). is_paused: the
-- status stopped the clock of the promise to resolve; null, as contract_seconds, without a target. In
-- order of time: a question about some weeks reads those weeks alone.
with stays as (
    select
        case_key,
        stay_key,
        from_at,
        until_at,
        team,
        state_key,
        rule_key,
        contract_seconds,
    from int_stays
    where stay_key < 3
    union all
    select
        case_key,
        stay_key,
        from_at,
        until_at,
        team,
        state_key,
        rule_key,
        contract_seconds,
    from int_levels
),

-- A stay that goes to an end without a date has none either.
undated as (
    select case_key, ended_at
    from int_cycles
    where is_undated
),

-- Ordered while it is narrow: what is joined to it keeps the order.
ordered as (
    select stays.*
    from stays
    left join undated
        on undated.case_key = stays.case_key
        and undated.ended_at = stays.until_at
    where undated.case_key is null
    order by stays.from_at, stays.case_key, stays.stay_key
)

select
    ordered.case_key,
    stg_descriptions.case_id,
    stg_stay_words.stay,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    states.tier,
    states.region,
    states.severity,
    ordered.team,
    states.status,
    stg_stay_words.level,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.is_drill,
    ordered.from_at,
    ordered.until_at,
    ordered.contract_seconds,
    policy_clocks.is_paused,
from ordered
join stg_stay_words
    on stg_stay_words.stay_key = ordered.stay_key
join stg_descriptions
    on stg_descriptions.case_key = ordered.case_key
join states
    on states.state_key = ordered.state_key
left join policy_clocks
    on policy_clocks.rule_key = ordered.rule_key
