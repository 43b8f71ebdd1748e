-- One row per stretch of the clock ledger in which a promise, not yet past its target, stood paused,
-- or ran with at least the at-risk share of the target used: from the change, or from the second in
-- which that share was used, to the end of the stretch, else to the breach (left_at; null: so it
-- stands now). Tier, severity, region and team are those of the stretch. Nobody knows how a promise
-- stands where the source does not record what would keep it. In order of time: a question about some
-- weeks reads those alone.
with rules as (
    select
        policy_clocks.rule_key,
        policy_clocks.state_key,
        policy_clocks.calendar_key,
        policy_clocks.is_paused,
        cast(ceil(watermark.at_risk_share * policy_clocks.target_seconds) as bigint) as at_risk_seconds,
    from policy_clocks
    cross join watermark
),

stood as (
    select
        int_ledger.case_key,
        int_ledger.promise_key,
        int_ledger.cycle,
        int_ledger.segment,
        int_ledger.from_at,
        int_ledger.until_at,
        int_ledger.team,
        int_ledger.is_last,
        rules.state_key,
        rules.calendar_key,
        rules.is_paused,
        case when not rules.is_paused and int_ledger.elapsed_before_seconds < rules.at_risk_seconds
            then int_ledger.from_position + rules.at_risk_seconds - int_ledger.elapsed_before_seconds
        end as position,
    from int_ledger
    join rules
        on rules.rule_key = int_ledger.rule_key
    where rules.is_paused
        or int_ledger.elapsed_after_seconds >= rules.at_risk_seconds
),

entered as (
    select
        stood.case_key,
        stood.promise_key,
        stood.cycle,
        stood.segment,
        stood.until_at,
        stood.team,
        stood.is_last,
        stood.state_key,
        stood.is_paused,
        case
            when stood.position is null then stood.from_at
            else dim_calendar_blocks.starts_at
                + cast(stood.position - dim_calendar_blocks.open_from as integer) * interval '1' second
        end as entered_at,
    from stood
    left join dim_calendar_blocks
        on dim_calendar_blocks.calendar_key = stood.calendar_key
        and dim_calendar_blocks.block = cast(floor((stood.position - 1) / 86400) as bigint)
        and dim_calendar_blocks.open_from < stood.position
        and dim_calendar_blocks.open_until >= stood.position
),

bounded as (
    select
        entered.*,
        promises.case_id,
        promises.promise,
        promises.source,
        promises.kind,
        promises.account,
        promises.category,
        promises.system,
        promises.is_drill,
        case
            when promises.breached_at <= entered.until_at then promises.breached_at
            when not entered.is_last
                or promises.stopped_at is not null
                or entered.until_at < watermark.as_of then entered.until_at
        end as left_at,
    from entered
    join promises
        on promises.case_key = entered.case_key
        and entered.promise_key = case promises.promise
            when 'acknowledge' then 1
            when 'first_response' then 2
            when 'resolve' then 3
            when 'next_response' then 4
            when 'update' then 5
            else 6
        end
        and promises.cycle = entered.cycle
    cross join watermark
    where promises.state <> 'unknown'
        and (promises.breached_at is null or promises.breached_at > entered.entered_at)
)

select
    bounded.case_key,
    bounded.case_id,
    bounded.promise,
    bounded.cycle,
    bounded.segment,
    case when bounded.is_paused then 'paused' else 'at_risk' end as state,
    bounded.source,
    bounded.kind,
    bounded.account,
    states.tier,
    states.region,
    states.severity,
    bounded.team,
    bounded.category,
    bounded.system,
    bounded.is_drill,
    bounded.entered_at,
    bounded.left_at,
from bounded
join states
    on states.state_key = bounded.state_key
where bounded.left_at is null
    or bounded.left_at > bounded.entered_at
order by bounded.entered_at, bounded.case_key, bounded.promise, bounded.cycle
