/*
title       = "Time to restore"
definition  = "From the instant at which an incident began to hurt (else its opening) to its mitigation (else its first resolve), around the clock. Incidents that still go on count as at least this long."
unit        = "minutes"
better      = "lower"
aggregation = "survival_median"
grain       = "one row per incident"
time_column = "ended_at"
dimensions  = ["evidence", "system", "tier", "severity", "team", "category", "source", "account", "region"]
excludes    = "Drills. Impacts that lasted no second: they were written down afterwards. An incident merged or cancelled before it was mitigated or resolved counts as going on until then; merged later, it was restored all the same. Tier, severity, team and region are those of the end. The breakdown by evidence says how many fell back to the opening or the resolve."
*/
with bounded as (
    select
        *,
        case
            when impact_started_at <= coalesce(restored_at, impact_started_at) then impact_started_at
            else created_at
        end as hurt_at,
        case
            when impact_started_at <= coalesce(restored_at, impact_started_at) then 'impact'
            else 'opened'
        end as from_evidence
    from fct_incidents
    where not is_retroactive
        and not is_drill
)

select
    case_key,
    case_id,
    case
        when mitigated_at is null then concat(from_evidence, ' to resolved')
        else concat(from_evidence, ' to mitigated')
    end as evidence,
    system,
    restored_tier as tier,
    restored_severity as severity,
    restored_team as team,
    category,
    source,
    account,
    restored_region as region,
    hurt_at as started_at,
    case when created_at > hurt_at then created_at else hurt_at end as opened_at,
    restored_at as ended_at,
    cast(null as timestamp) as superseded_at,
    is_restored as ended_by_event,
    date_diff('second', hurt_at, restored_at) as value
from bounded
