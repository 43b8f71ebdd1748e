-- One row per acknowledged case with a target to acknowledge: when somebody next did something on
-- it (the client and bots aside), or it ended, and when as much working time had run since the
-- acknowledgement as the target allows, and a second (null: never). Decided at the earlier of the
-- two, null until then. Cases that ended with the acknowledgement, and sources without a log, are
-- left out. Tier, severity, region and team are those of the promise.
with acknowledged as (
    select
        promises.case_key,
        promises.case_id,
        promises.source,
        promises.kind,
        promises.account,
        promises.tier,
        promises.region,
        promises.severity,
        promises.team,
        promises.category,
        promises.system,
        promises.is_drill,
        int_cases.acknowledged_at,
        int_cases.first_ended_at,
        policy_clocks.calendar_key,
        promises.target_seconds,
        cast(epoch(int_cases.acknowledged_at) as bigint) as acknowledged_second,
        cast(policy_clocks.calendar_key as bigint) * 10000000
            + cast(floor(cast(epoch(int_cases.acknowledged_at) as bigint) / 3600) as bigint) as slot,
    from promises
    join int_cases
        on int_cases.case_key = promises.case_key
    join policy_clocks
        on policy_clocks.rule_key = promises.rule_key
    join source_records
        on source_records.source = promises.source
    where promises.promise = 'acknowledge'
        and source_records.has_log
        and int_cases.acknowledged_at is not null
        and (int_cases.first_ended_at is null or int_cases.first_ended_at > int_cases.acknowledged_at)
),

followed as (
    select
        case_signs.case_key,
        min(case when case_signs.event_at > int_cases.acknowledged_at then case_signs.event_at end) as followed_at,
    from case_signs
    join int_cases
        on int_cases.case_key = case_signs.case_key
    where not case_signs.is_by_client
    group by case_signs.case_key
),

placed as (
    select
        acknowledged.*,
        least(followed.followed_at, acknowledged.first_ended_at) as followed_at,
        int_openings.open_seconds_before
            + int_openings.is_open * (acknowledged.acknowledged_second - int_openings.from_second)
            + acknowledged.target_seconds + 1 as position,
    from acknowledged
    join int_openings
        on int_openings.slot = acknowledged.slot
        and int_openings.from_second <= acknowledged.acknowledged_second
        and int_openings.until_second > acknowledged.acknowledged_second
    left join followed
        on followed.case_key = acknowledged.case_key
),

limited as (
    select
        placed.*,
        dim_calendar_blocks.starts_at
            + cast(placed.position - dim_calendar_blocks.open_from as integer) * interval '1' second as limit_at,
    from placed
    left join dim_calendar_blocks
        on dim_calendar_blocks.calendar_key = placed.calendar_key
        and dim_calendar_blocks.block = cast(floor((placed.position - 1) / 86400) as bigint)
        and dim_calendar_blocks.open_from < placed.position
        and dim_calendar_blocks.open_until >= placed.position
)

select
    limited.case_key,
    limited.case_id,
    limited.source,
    limited.kind,
    limited.account,
    limited.tier,
    limited.region,
    limited.severity,
    limited.team,
    limited.category,
    limited.system,
    limited.is_drill,
    limited.acknowledged_at,
    limited.target_seconds,
    limited.followed_at,
    case
        when least(limited.followed_at, limited.limit_at) <= watermark.as_of
            then least(limited.followed_at, limited.limit_at)
    end as decided_at,
    coalesce(limited.limit_at <= limited.followed_at, limited.limit_at is not null) as is_hollow,
from limited
cross join watermark
order by limited.acknowledged_at, limited.case_key
