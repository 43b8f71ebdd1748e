/*
title       = "Post-mortem in time"
definition  = "Share of major incidents whose post-mortem was published within the days that policy gives from their first resolve. Decided at the publication, else when the days are over."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per major incident whose post-mortem is decided"
time_column = "decided_at"
dimensions  = ["system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills. Incidents never resolved, or whose days are not over yet: see open_postmortems. Sources that tell of no post-mortems. An incident that became major after its resolve owes it from then on. Tier, severity, team and region are those of the instant at which it became major."
*/
with owed as (
    select
        fct_incidents.*,
        meta.as_of,
        postmortem_due_at + interval '1' second as missed_at,
        case when postmortem_at > postmortem_owed_at then postmortem_at else postmortem_owed_at end
            as told_at,
        case when postmortem_at <= postmortem_due_at then 1 else 0 end as value
    from fct_incidents
    cross join meta
    where postmortem_owed_at is not null
        and not is_drill
)

select
    case_key,
    case_id,
    system,
    major_tier as tier,
    major_severity as severity,
    major_team as team,
    category,
    source,
    account,
    major_region as region,
    postmortem_owed_at,
    postmortem_due_at,
    postmortem_at,
    case when value = 1 then told_at else missed_at end as decided_at,
    value
from owed
where value = 1
    or missed_at <= as_of
