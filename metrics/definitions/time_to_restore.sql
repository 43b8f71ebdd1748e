/*
title       = "Time to restore"
definition  = "From the instant at which an incident began to hurt (else its opening) to its mitigation (else its first resolve), around the clock. Incidents that still go on count as at least this long."
unit        = "minutes"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per incident"
time_column = "ended_at"
dimensions  = ["evidence", "system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills, merged incidents. Impacts that lasted no second: they were written down afterwards. Incidents cancelled before they were mitigated or resolved count as going on until then. The breakdown by evidence says how many fell back to the opening or the resolve."
*/
with bounded as (
    select
        case_key,
        case_id,
        case when impact_started_at is null then 'opened' else 'impact' end as from_evidence,
        case when mitigated_at is null then 'resolved' else 'mitigated' end as until_evidence,
        system,
        tier,
        severity,
        team,
        category,
        source,
        account,
        region,
        created_at,
        coalesce(impact_started_at, created_at) as started_at,
        coalesce(mitigated_at, first_ended_at) as ended_at,
        coalesce(mitigated_at, first_resolved_at) is not null as ended_by_event
    from fct_incidents
    where not is_retroactive
        and not is_drill
        and not is_merged
),

ordered as (
    select
        case_key,
        case_id,
        from_evidence,
        until_evidence,
        system,
        tier,
        severity,
        team,
        category,
        source,
        account,
        region,
        started_at,
        case when created_at > started_at then created_at else started_at end as opened_at,
        case when ended_at < started_at then started_at else ended_at end as ended_at,
        ended_by_event
    from bounded
)

select
    case_key,
    case_id,
    case
        when from_evidence = 'impact' and until_evidence = 'mitigated' then 'impact to mitigated'
        when from_evidence = 'impact' then 'impact to resolved'
        when until_evidence = 'mitigated' then 'opened to mitigated'
        else 'opened to resolved'
    end as evidence,
    system,
    tier,
    severity,
    team,
    category,
    source,
    account,
    region,
    started_at,
    opened_at,
    ended_at,
    cast(null as timestamp) as superseded_at,
    ended_by_event,
    date_diff('second', started_at, ended_at) as value
from ordered
