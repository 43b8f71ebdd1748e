/*
title       = "Survey response rate"
definition  = "Cases whose client answered a survey within 14 days of the first resolve. A case is decided at the earlier of that answer and 14 days after the resolve, and counts in that period."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per resolved case of a source with surveys"
time_column = "decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; cases decided before the first answer of their source came, and sources without any; answers given before the resolve. No export says to whom a survey was sent, so every resolved case is asked for. Tier, severity, team and region are those of the first resolve."
*/
with begun as (
    select
        source,
        min(answered_at) as begun_at
    from fct_surveys
    where case_key is not null
    group by source
),

answers as (
    select
        fct_surveys.case_key,
        min(fct_surveys.answered_at) as answered_at
    from fct_surveys
    join fct_cases
        on fct_surveys.case_key = fct_cases.case_key
    where fct_surveys.answered_at >= fct_cases.first_resolved_at
    group by fct_surveys.case_key
),

judged as (
    select
        fct_cases.*,
        begun.begun_at,
        least(answers.answered_at, fct_cases.first_resolved_at + interval '14' day) as decided_at,
        case
            when answers.answered_at <= fct_cases.first_resolved_at + interval '14' day then 1
            else 0
        end as value
    from fct_cases
    join begun
        on fct_cases.source = begun.source
    left join answers
        on fct_cases.case_key = answers.case_key
    where fct_cases.first_resolved_at is not null
        and not fct_cases.is_drill
)

select
    judged.case_key,
    judged.case_id,
    judged.resolved_tier as tier,
    judged.resolved_severity as severity,
    judged.resolved_team as team,
    judged.kind,
    judged.category,
    judged.system,
    judged.source,
    judged.account,
    judged.resolved_region as region,
    judged.decided_at,
    judged.value
from judged
cross join meta
where judged.decided_at >= judged.begun_at
    and judged.decided_at <= meta.as_of
