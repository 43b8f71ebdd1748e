-- One row per stay of an open case at one escalation level: from its escalation to the next one
-- to another level, else to the end of the cycle. state_key, team and rule_key are those of its last
-- second; contract seconds are what the clock of the promise to resolve ran between its two edges,
-- null where it has no target at one of them.
with told as (
    select
        stg_escalations.case_key,
        stg_escalations.event_at,
        stg_escalations.level,
        int_cycles.cycle,
        int_cycles.ended_at as cycle_ended_at,
        lead(stg_escalations.event_at) over (
            partition by stg_escalations.case_key, int_cycles.cycle
            order by stg_escalations.event_at, stg_escalations.seq, stg_escalations.row_number
        ) as next_at,
    from stg_escalations
    join int_cycles
        on int_cycles.case_key = stg_escalations.case_key
        and int_cycles.opened_at <= stg_escalations.event_at
        and (int_cycles.ended_at is null or int_cycles.ended_at > stg_escalations.event_at)
),

lasting as (
    select
        *,
        lag(level) over (partition by case_key, cycle order by event_at) as level_before,
    from told
    where next_at is null
        or next_at > event_at
),

stays as (
    select
        case_key,
        level,
        event_at as from_at,
        coalesce(
            lead(event_at) over (partition by case_key, cycle order by event_at), cycle_ended_at
        ) as until_at,
    from lasting
    where level_before is null
        or level_before <> level
),

edges as (
    select
        case_key,
        from_at,
        from_at as edge_at,
        true as is_start,
    from stays
    union all
    select
        stays.case_key,
        stays.from_at,
        coalesce(stays.until_at, watermark.as_of) as edge_at,
        false as is_start,
    from stays
    cross join watermark
),

ruled as (
    select
        edges.case_key,
        edges.from_at,
        edges.is_start,
        int_ledger.rule_key,
        int_ledger.from_position,
        int_ledger.elapsed_before_seconds,
        policy_clocks.is_paused,
        cast(epoch(edges.edge_at) as bigint) as edge_second,
        cast(policy_clocks.calendar_key as bigint) * 10000000 as first_slot,
    from edges
    join int_ledger
        on int_ledger.case_key = edges.case_key
        and int_ledger.promise_key = 3
        and int_ledger.until_at > int_ledger.from_at
        and (
            (edges.is_start and int_ledger.from_at <= edges.edge_at and int_ledger.until_at > edges.edge_at)
            or (not edges.is_start and int_ledger.from_at < edges.edge_at and int_ledger.until_at >= edges.edge_at)
        )
    join policy_clocks
        on policy_clocks.rule_key = int_ledger.rule_key
),

clocks as (
    select
        ruled.case_key,
        ruled.from_at,
        ruled.is_start,
        ruled.rule_key,
        ruled.elapsed_before_seconds + case when ruled.is_paused then 0 else
            int_openings.open_seconds_before
            + int_openings.is_open * (ruled.edge_second - int_openings.from_second)
            - ruled.from_position
        end as elapsed_seconds,
    from ruled
    join int_openings
        on int_openings.slot = ruled.first_slot + cast(floor(ruled.edge_second / 3600) as bigint)
        and int_openings.from_second <= ruled.edge_second
        and int_openings.until_second > ruled.edge_second
)

select
    stays.case_key,
    stg_stay_words.stay_key,
    stays.from_at,
    stays.until_at,
    stg_stretches.team,
    stg_stretches.state_key,
    ending.rule_key,
    ending.elapsed_seconds - beginning.elapsed_seconds as contract_seconds,
from stays
join stg_stay_words
    on stg_stay_words.stay = 'level'
    and stg_stay_words.level = stays.level
left join clocks as beginning
    on beginning.case_key = stays.case_key
    and beginning.from_at = stays.from_at
    and beginning.is_start
left join clocks as ending
    on ending.case_key = stays.case_key
    and ending.from_at = stays.from_at
    and not ending.is_start
join stg_stretches
    on stg_stretches.case_key = stays.case_key
    and (
        (stays.until_at is null and stg_stretches.until_at is null)
        or (
            stg_stretches.from_at < stays.until_at
            and (stg_stretches.until_at is null or stg_stretches.until_at >= stays.until_at)
        )
    )
