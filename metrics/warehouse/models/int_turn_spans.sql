-- The stretches in which each clock of int_turns was alive, as int_spans has those of the others:
-- the last one is that in which the log stood when the clock stopped, be it for no second.
with bounded as (
    select
        int_turns.case_key,
        int_turns.promise_key,
        int_turns.number,
        int_turns.policy_version,
        int_turns.started_at,
        coalesce(int_turns.evidence_at, int_turns.ended_at, watermark.as_of) as stopped_at,
        stg_stretches.stretch,
        stg_stretches.from_at,
        coalesce(stg_stretches.until_at, watermark.as_of) as until_at,
        stg_stretches.state_key,
        stg_stretches.team,
        max(stg_stretches.stretch) over (
            partition by int_turns.case_key, int_turns.promise_key, int_turns.number
        ) as last_stretch,
    from int_turns
    cross join watermark
    join stg_stretches
        on stg_stretches.case_key = int_turns.case_key
        and stg_stretches.stretch >= int_turns.first_stretch
        and stg_stretches.stretch <= int_turns.last_stretch
    where (stg_stretches.until_at is null or stg_stretches.until_at >= int_turns.started_at)
        and (
            coalesce(int_turns.evidence_at, int_turns.ended_at) is null
            or stg_stretches.from_at < coalesce(int_turns.evidence_at, int_turns.ended_at)
            or stg_stretches.stretch = int_turns.first_stretch
            or (
                stg_stretches.from_at = coalesce(int_turns.evidence_at, int_turns.ended_at)
                and (int_turns.evidence_seq is null or stg_stretches.from_seq <= int_turns.evidence_seq)
            )
        )
)

select
    case_key,
    promise_key,
    number as cycle,
    stretch,
    greatest(from_at, started_at) as from_at,
    least(until_at, stopped_at) as until_at,
    state_key,
    team,
    policy_version,
from bounded
where stretch = last_stretch
    or (until_at > from_at and until_at > started_at)
