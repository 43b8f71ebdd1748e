-- One row per promise that begins within a case. 4, next response: from the first customer reply
-- after an answer, or at all where an agent opened the case, to the next answer, once for each
-- cycle in which it waits. 5, update: while a case stands where policy wants updates, from there,
-- and from each update, to the next one. 6, mitigate: a cycle, to its mitigation, else its resolve.
-- Answers are public replies by people; updates are those and status updates. evidence_at keeps
-- the promise, ended_at breaks it off. Where a source does not record what would keep it, none of
-- these is made.
with wanted as (
    select
        promise_key,
        policy_version,
        state_key,
    from policy_clocks
    where promise_key >= 4
),

heard as (
    select
        case_key,
        event_at,
        seq,
        row_number,
        type,
    from case_events
    where type in ('replied', 'customer_replied', 'updated', 'mitigated')
        and (type = 'mitigated' or not is_bot)
        and (type not in ('replied', 'updated') or is_public)
        and (select count(*) from wanted) > 0
),

agent_created as (
    select case_key
    from int_cases
    where is_agent_created
),

talk as (
    select
        heard.case_key,
        heard.event_at,
        heard.seq,
        heard.row_number,
        heard.type = 'replied' as is_answer,
        coalesce(
            lag(heard.type = 'replied') over (
                partition by heard.case_key
                order by heard.event_at, heard.seq, heard.row_number
            ),
            case when agent_created.case_key is not null then true end
        ) as is_after_answer,
    from heard
    left join agent_created
        on agent_created.case_key = heard.case_key
    where heard.type in ('replied', 'customer_replied')
        and (select count(*) from wanted where promise_key = 4) > 0
),

asked as (
    select
        case_key,
        event_at,
        seq,
        is_answer,
        lead(event_at) over log as answered_at,
        lead(seq) over log as answered_seq,
    from talk
    where is_answer <> is_after_answer
    window log as (partition by case_key order by event_at, seq, row_number)
),

next_responses as (
    select
        asked.case_key,
        cast(4 as tinyint) as promise_key,
        int_cycles.cycle,
        int_cycles.first_stretch,
        int_cycles.last_stretch,
        greatest(asked.event_at, int_cycles.opened_at) as started_at,
        asked.seq as started_seq,
        int_cycles.ended_at,
        int_cycles.end_status,
        case when int_cycles.ended_at is null or asked.answered_at <= int_cycles.ended_at
            then asked.answered_at
        end as evidence_at,
        asked.answered_seq as evidence_seq,
    from asked
    join int_cycles
        on int_cycles.case_key = asked.case_key
        and (int_cycles.ended_at is null or int_cycles.ended_at >= asked.event_at)
        and (
            int_cycles.opened_at <= asked.event_at
            or asked.answered_at is null
            or asked.answered_at > int_cycles.opened_at
        )
    where not asked.is_answer
),

severe as (
    select
        wanted.promise_key,
        stg_stretches.case_key,
        stg_stretches.stretch,
        stg_stretches.from_at,
        stg_stretches.until_at,
        int_cycles.cycle,
        int_cycles.opened_at,
        int_cycles.first_stretch,
        int_cycles.last_stretch,
        int_cycles.ended_at,
        int_cycles.end_status,
        int_cycles.resolved_at,
    from stg_stretches
    join wanted
        on wanted.state_key = stg_stretches.state_key
    join int_cases
        on int_cases.case_key = stg_stretches.case_key
        and int_cases.policy_version = wanted.policy_version
    join int_cycles
        on int_cycles.case_key = stg_stretches.case_key
        and int_cycles.first_stretch <= stg_stretches.stretch
        and int_cycles.last_stretch >= stg_stretches.stretch
    where stg_stretches.state_key in (select state_key from wanted where promise_key >= 5)
        and (
            (wanted.promise_key = 5 and int_cases.records_updated)
            or (wanted.promise_key = 6 and int_cases.records_mitigated)
        )
),

lasting as (
    select
        *,
        coalesce(lag(until_at) over (partition by case_key, cycle order by stretch) = from_at, false) as is_going_on,
    from severe
    where promise_key = 5
        and (until_at is null or until_at > from_at)
),

numbered as (
    select
        *,
        sum(case when is_going_on then 0 else 1 end) over (
            partition by case_key, cycle
            order by stretch
            rows between unbounded preceding and current row
        ) as run,
    from lasting
),

runs as (
    select
        case_key,
        cycle,
        run,
        min(stretch) as first_stretch,
        max(case when until_at = ended_at then last_stretch else stretch end) as last_stretch,
        min(from_at) as from_at,
        case when count(*) = count(until_at) then max(until_at) end as until_at,
        min(case when ended_at = until_at then end_status end) as end_status,
    from numbered
    group by case_key, cycle, run
),

updates as (
    select
        runs.case_key,
        runs.cycle,
        runs.run,
        heard.event_at,
        min(heard.seq) as seq,
    from heard
    join runs
        on runs.case_key = heard.case_key
        and runs.from_at < heard.event_at
        and (runs.until_at is null or runs.until_at >= heard.event_at)
    where heard.type in ('updated', 'replied')
    group by runs.case_key, runs.cycle, runs.run, heard.event_at
),

points as (
    select case_key, cycle, run, event_at, seq
    from updates
    union all
    select case_key, cycle, run, from_at as event_at, cast(null as bigint) as seq
    from runs
),

intervals as (
    select
        *,
        lead(event_at) over (partition by case_key, cycle, run order by event_at) as evidence_at,
        lead(seq) over (partition by case_key, cycle, run order by event_at) as evidence_seq,
    from points
),

update_turns as (
    select
        intervals.case_key,
        cast(5 as tinyint) as promise_key,
        intervals.cycle,
        runs.first_stretch,
        runs.last_stretch,
        intervals.event_at as started_at,
        intervals.seq as started_seq,
        runs.until_at as ended_at,
        coalesce(runs.end_status, 'open') as end_status,
        intervals.evidence_at,
        intervals.evidence_seq,
    from intervals
    join runs
        on runs.case_key = intervals.case_key
        and runs.cycle = intervals.cycle
        and runs.run = intervals.run
    where runs.until_at is null
        or intervals.event_at < runs.until_at
),

hurt as (
    select
        case_key,
        cycle,
        first_stretch,
        last_stretch,
        opened_at,
        ended_at,
        end_status,
        resolved_at,
    from severe
    where promise_key = 6
    group by case_key, cycle, first_stretch, last_stretch, opened_at, ended_at, end_status, resolved_at
),

mitigated as (
    select
        hurt.case_key,
        hurt.cycle,
        heard.event_at,
        heard.seq,
        row_number() over (
            partition by hurt.case_key, hurt.cycle
            order by heard.event_at, heard.seq
        ) as place,
    from hurt
    join heard
        on heard.case_key = hurt.case_key
        and heard.event_at >= hurt.opened_at
        and (hurt.ended_at is null or heard.event_at <= hurt.ended_at)
    where heard.type = 'mitigated'
),

mitigate_turns as (
    select
        hurt.case_key,
        cast(6 as tinyint) as promise_key,
        hurt.cycle,
        hurt.first_stretch,
        hurt.last_stretch,
        hurt.opened_at as started_at,
        cast(null as bigint) as started_seq,
        hurt.ended_at,
        hurt.end_status,
        coalesce(mitigated.event_at, hurt.resolved_at) as evidence_at,
        mitigated.seq as evidence_seq,
    from hurt
    left join mitigated
        on mitigated.case_key = hurt.case_key
        and mitigated.cycle = hurt.cycle
        and mitigated.place = 1
),

turns as (
    select * from next_responses
    union all
    select * from update_turns
    union all
    select * from mitigate_turns
)

select
    turns.case_key,
    turns.promise_key,
    cast(case when turns.promise_key = 6 then turns.cycle else row_number() over (
        partition by turns.case_key, turns.promise_key
        order by turns.cycle, turns.started_at, turns.started_seq
    ) end as integer) as number,
    turns.first_stretch,
    turns.last_stretch,
    int_cases.policy_version,
    turns.started_at,
    turns.evidence_at,
    turns.evidence_seq,
    turns.ended_at,
    turns.end_status,
from turns
join int_cases
    on int_cases.case_key = turns.case_key
where (turns.promise_key = 4 and int_cases.records_replied)
    or (turns.promise_key = 5 and int_cases.records_updated)
    or (turns.promise_key = 6 and int_cases.records_mitigated)
