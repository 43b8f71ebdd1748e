-- One row per promise that begins within a case. 4, next response: from the first customer reply
-- after an answer, or at all where an agent opened the case, to the next answer, once for each
-- cycle in which it waits. 5, update: while a case stands where policy wants updates, from there,
-- and from each update, to the next one; a clock that a newer version of the policy starts takes
-- the place of an older one. 6, mitigate: a cycle, to its mitigation, else its resolve. The policy
-- is that in force when the clock started, for 6 at the creation of the case.
-- Answers are public replies by people; updates are those and status updates. evidence_at keeps
-- the promise, ended_at breaks it off. Where a source does not record what would keep it, none of
-- these is made.
with heard as (
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
        and (select count(*) from policy_clocks where promise_key >= 4) > 0
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
        and (select count(*) from policy_clocks where promise_key = 4) > 0
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
        policy_versions.policy_version,
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
    join int_cases
        on int_cases.case_key = asked.case_key
        and int_cases.records_replied
    join policy_versions
        on policy_versions.from_at <= greatest(asked.event_at, int_cycles.opened_at)
        and policy_versions.until_at > greatest(asked.event_at, int_cycles.opened_at)
    where not asked.is_answer
),

updates as (
    select
        int_cadences.case_key,
        int_cadences.policy_version,
        int_cadences.cycle,
        int_cadences.cadence,
        heard.event_at,
        min(heard.seq) as seq,
    from heard
    join int_cadences
        on int_cadences.case_key = heard.case_key
        and int_cadences.from_at < heard.event_at
        and (int_cadences.until_at is null or int_cadences.until_at >= heard.event_at)
    where heard.type in ('updated', 'replied')
    group by
        int_cadences.case_key,
        int_cadences.policy_version,
        int_cadences.cycle,
        int_cadences.cadence,
        heard.event_at
),

points as (
    select case_key, policy_version, cycle, cadence, event_at, seq
    from updates
    union all
    select case_key, policy_version, cycle, cadence, from_at as event_at, cast(null as bigint) as seq
    from int_cadences
),

silences as (
    select
        *,
        lead(event_at) over cadence as evidence_at,
        lead(seq) over cadence as evidence_seq,
    from points
    window cadence as (partition by case_key, policy_version, cycle, cadence order by event_at)
),

begun as (
    select
        silences.*,
        int_cadences.first_stretch,
        int_cadences.last_stretch,
        int_cadences.until_at,
        int_cadences.end_status,
        lead(silences.event_at) over (
            partition by silences.case_key, silences.cycle
            order by silences.event_at
        ) as next_at,
    from silences
    join policy_versions
        on policy_versions.policy_version = silences.policy_version
        and policy_versions.from_at <= silences.event_at
        and policy_versions.until_at > silences.event_at
    join int_cadences
        on int_cadences.case_key = silences.case_key
        and int_cadences.policy_version = silences.policy_version
        and int_cadences.cycle = silences.cycle
        and int_cadences.cadence = silences.cadence
    where int_cadences.until_at is null
        or silences.event_at < int_cadences.until_at
),

relieved as (
    select
        *,
        coalesce(next_at < evidence_at, next_at is not null and evidence_at is null)
            and (until_at is null or next_at < until_at) as is_relieved,
    from begun
),

update_turns as (
    select
        case_key,
        cast(5 as tinyint) as promise_key,
        policy_version,
        cycle,
        first_stretch,
        last_stretch,
        event_at as started_at,
        seq as started_seq,
        case when is_relieved then next_at else until_at end as ended_at,
        case when is_relieved then 'open' else end_status end as end_status,
        case when not is_relieved then evidence_at end as evidence_at,
        case when not is_relieved then evidence_seq end as evidence_seq,
    from relieved
),

hurt as (
    select
        int_cycles.case_key,
        int_cycles.cycle,
        int_cases.policy_version,
        int_cycles.first_stretch,
        int_cycles.last_stretch,
        int_cycles.opened_at,
        int_cycles.ended_at,
        int_cycles.end_status,
        int_cycles.resolved_at,
    from int_cycles
    join int_cases
        on int_cases.case_key = int_cycles.case_key
        and int_cases.records_mitigated
    join stg_stretches
        on stg_stretches.case_key = int_cycles.case_key
        and stg_stretches.stretch >= int_cycles.first_stretch
        and stg_stretches.stretch <= int_cycles.last_stretch
    join policy_clocks
        on policy_clocks.state_key = stg_stretches.state_key
        and policy_clocks.policy_version = int_cases.policy_version
        and policy_clocks.promise_key = 6
    where stg_stretches.state_key in (select state_key from policy_clocks where promise_key = 6)
    group by
        int_cycles.case_key,
        int_cycles.cycle,
        int_cases.policy_version,
        int_cycles.first_stretch,
        int_cycles.last_stretch,
        int_cycles.opened_at,
        int_cycles.ended_at,
        int_cycles.end_status,
        int_cycles.resolved_at
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
        hurt.policy_version,
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
    turns.policy_version,
    turns.started_at,
    turns.evidence_at,
    turns.evidence_seq,
    turns.ended_at,
    turns.end_status,
from turns
