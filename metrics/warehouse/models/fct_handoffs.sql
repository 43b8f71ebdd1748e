-- One row per time a case came to another team than the one that had it last, also over a reopen
-- or a time without a team. is_return: it had been with that team before. Tier, severity and
-- region are those at the move.
with named as (
    select
        case_key,
        from_at,
        team,
        entry_state_key,
    from int_stays
    where stay_key = 2
        and team <> 'No team'
),

movers as (
    select case_key
    from named
    group by case_key
    having min(team) <> max(team)
),

visits as (
    select
        named.case_key,
        named.from_at,
        named.team,
        named.entry_state_key,
        lag(named.team) over (partition by named.case_key order by named.from_at) as from_team,
        row_number() over (
            partition by named.case_key, named.team
            order by named.from_at
        ) as visit,
    from named
    join movers
        on movers.case_key = named.case_key
)

select
    visits.case_key,
    stg_descriptions.case_id,
    stg_descriptions.source,
    stg_descriptions.kind,
    stg_descriptions.account,
    states.tier,
    states.region,
    states.severity,
    visits.from_team,
    visits.team,
    stg_descriptions.category,
    stg_descriptions.system,
    stg_descriptions.is_drill,
    visits.from_at as moved_at,
    visits.visit > 1 as is_return,
from visits
join stg_descriptions
    on stg_descriptions.case_key = visits.case_key
join states
    on states.state_key = visits.entry_state_key
where visits.from_team <> visits.team
