/*
title       = "Early reopen rate"
definition  = "Cases reopened within 7 days of their first resolve: resolves that did not hold. A case is decided at the earlier of its first reopen and 7 days after the resolve, and counts in that period."
unit        = "share"
better      = "lower"
aggregation = "ratio"
grain       = "one row per case whose first resolve has been judged"
time_column = "decided_at"
dimensions  = ["tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills. Cases resolved less than 7 days before the as-of instant and not reopened: they can still go either way. Tier, severity, team and region are those of the first resolve."
*/
with judged as (
    select
        case_key,
        case_id,
        resolved_tier as tier,
        resolved_severity as severity,
        resolved_team as team,
        kind,
        category,
        system,
        source,
        account,
        resolved_region as region,
        is_drill,
        least(first_reopened_at, first_resolved_at + interval '7' day) as decided_at,
        case
            when first_reopened_at <= first_resolved_at + interval '7' day then 1
            else 0
        end as value
    from fct_cases
    where first_resolved_at is not null
)

select
    judged.case_key,
    judged.case_id,
    judged.tier,
    judged.severity,
    judged.team,
    judged.kind,
    judged.category,
    judged.system,
    judged.source,
    judged.account,
    judged.region,
    judged.decided_at,
    judged.value
from judged
cross join meta
where not judged.is_drill
    and judged.decided_at <= meta.as_of
