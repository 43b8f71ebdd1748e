-- One row per stretch of at least a day in which nobody did anything on an open case: from its
-- opening or an event to the next event or its end (null: it goes on). Bots are nobody. Sources
-- without a log are left out: a table of cases says nothing of what happened in between. Tier,
-- severity, region and team are those in which the silence began.
with slow as (
    select
        int_cycles.case_key,
        int_cycles.cycle,
        int_cycles.opened_at,
        int_cycles.ended_at,
    from int_cycles
    join stg_cases
        on stg_cases.case_key = int_cycles.case_key
    join source_records
        on source_records.source = stg_cases.source
    cross join watermark
    where source_records.has_log
        and coalesce(int_cycles.ended_at, watermark.as_of) >= int_cycles.opened_at + interval '1' day
),

signs as (
    select
        case_key,
        cycle,
        opened_at as sign_at,
        ended_at,
    from slow
    union all
    select
        slow.case_key,
        slow.cycle,
        case_signs.event_at as sign_at,
        slow.ended_at,
    from slow
    join case_signs
        on case_signs.case_key = slow.case_key
        and case_signs.event_at > slow.opened_at
        and (slow.ended_at is null or case_signs.event_at < slow.ended_at)
),

gaps as (
    select
        case_key,
        sign_at as from_at,
        coalesce(lead(sign_at) over (partition by case_key, cycle order by sign_at), ended_at) as until_at,
    from signs
),

silences as (
    select gaps.*
    from gaps
    cross join watermark
    where coalesce(gaps.until_at, watermark.as_of) >= gaps.from_at + interval '1' day
)

select
    silences.case_key,
    stg_descriptions.case_id,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    states.tier,
    states.region,
    states.severity,
    stg_stretches.team,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.is_drill,
    silences.from_at,
    silences.until_at,
from silences
join stg_descriptions
    on stg_descriptions.case_key = silences.case_key
join stg_stretches
    on stg_stretches.case_key = silences.case_key
    and stg_stretches.from_at <= silences.from_at
    and (stg_stretches.until_at is null or stg_stretches.until_at > silences.from_at)
join states
    on states.state_key = stg_stretches.state_key
