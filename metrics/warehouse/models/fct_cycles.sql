-- One row per case and cycle; tier, severity, region and team as at its end (now, if open), and,
-- opened_, as when it began (at the end of that second; as at its end, if it lasted no second). Its
-- age counts from started_at, so that it goes on where the cycle before left off. In order of
-- opening: a question about some weeks reads those weeks alone. is_undated: it has ended, no date
-- tells when, and ended_at is the last that is known of it.
select
    int_cycles.case_key,
    stg_descriptions.case_id,
    int_cycles.cycle,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    states.tier,
    states.region,
    states.severity,
    int_cycles.team,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.is_drill,
    stg_descriptions.is_merged,
    int_cases.created_at,
    int_cycles.opened_at - int_cycles.carried_seconds * interval '1' second as started_at,
    int_cycles.opened_at,
    int_cycles.resolved_at,
    int_cycles.reopened_at,
    int_cycles.ended_at,
    int_cycles.is_undated,
    int_cycles.is_reopen,
    int_cycles.carried_seconds,
    int_cycles.reopened_at is null as is_last,
    coalesce(firsts.tier, states.tier) as opened_tier,
    coalesce(firsts.region, states.region) as opened_region,
    coalesce(firsts.severity, states.severity) as opened_severity,
    coalesce(firsts.team, int_cycles.team) as opened_team,
from int_cycles
join int_cases
    on int_cases.case_key = int_cycles.case_key
join stg_descriptions
    on stg_descriptions.case_key = int_cycles.case_key
join states
    on states.state_key = int_cycles.state_key
left join fct_backlog as firsts
    on firsts.case_key = int_cycles.case_key
    and firsts.cycle = int_cycles.cycle
    and firsts.from_at = int_cycles.opened_at
order by int_cycles.opened_at, int_cycles.case_key, int_cycles.cycle
