"""What is read as it stands in the marts: no aggregate, no figure. SQL by name."""

_VALUED = ("kind", "category", "source", "account")
_MOVING = ("team", "severity", "region")  # a case can have had others: a closed week knows those
_FILTERS = (*_VALUED, *_MOVING, "tier", "system", "promise")
# Each filter is a list of the values to keep, or null to keep all.
_NARROWED = "".join(
    f" and (${name} is null or list_contains(${name}, p.{name}))" for name in _FILTERS
)


def _values(column: str) -> str:
    return f"select distinct {column} as value from fct_cases order by value"


def _ever(column: str) -> str:
    """Values that a case has now, had while it was open, or had when a promise was decided."""
    tables = ("fct_cases", "fct_backlog", "fct_promises")
    return " union ".join(f"select distinct {column} as value from {table}" for table in tables)


READS: dict[str, str] = {
    "meta": "select * from meta",
    "hours_until": """
        select min(until_at) as until_at
        from (
            select max(until_at) as until_at
            from dim_calendar_days
            group by calendar_key
        ) as calendars
    """,
    "sources": "select * from sources order by source",
    "loads": "select * from loads order by landed_at desc, file_name",
    "rejected": "select * from rejected_rows order by source, file_name, line, column_name",
    "unmapped": "select * from unmapped_values order by cases desc, source, column_name, value",
    "accounts": "select * from unmatched_accounts order by cases desc, source, account_id",
    "warnings": "select warning from policy_warnings order by warning",
    "tiers": "select tier from policy_tiers order by position",
    "weeks": """
        select period, start_at, end_at
        from dim_periods
        where grain = 'week'
            and start_at <= (select as_of from meta)
            and end_at > (select min(oldest_event_at) from sources)
        order by start_at desc
    """,
    **{f"values of {name}": _values(name) for name in _VALUED},
    **{f"values of {name}": f"{_ever(name)} order by value" for name in _MOVING},
    "values of tier": f"""
        select coalesce(c.value, p.tier) as value
        from ({_ever("tier")}) as c
        full join policy_tiers as p on p.tier = c.value
        order by coalesce(p.position, 1000000), value
    """,
    "values of stage": _values("coalesce(stage, 'No stage')"),
    "values of dependency": _values("coalesce(dependency, 'No dependency')"),
    "values of system": """
        select system as value from fct_cases
        union
        select system from fct_service_days
        order by value
    """,
    "values of promise": "select distinct promise as value from fct_promises order by value",
    "impacts": """
        select
            d.system,
            d.case_id,
            d.source,
            any_value(d.severity) as severity,
            any_value(d.tier) as tier,
            any_value(d.team) as team,
            any_value(d.category) as category,
            any_value(d.account) as account,
            min(d.from_at) as start_at,
            max(d.until_at) as end_at,
            max(d.weight) as weight
        from fct_downtime as d
        where d.until_at > $start_at
            and d.from_at < $end_at
        group by d.system, d.case_id, d.source, d.impact_key
        order by start_at, d.system
    """,
    "restricted": """
        select distinct system
        from fct_service_days
        where users_key is not null
        order by system
    """,
    "postmortems": """
        select case_key, postmortem_owed_at as owed_at, postmortem_due_at as due_at,
            postmortem_at as published_at
        from fct_incidents
        where major_at is not null
    """,
    "maintenance": """
        select distinct system, subject, started_at as start_at, ended_at as end_at
        from maintenance
        order by start_at, system
    """,
    "breaches": f"""
        with longest as (
            select
                p.source, p.case_id, p.case_key, p.promise, p.cycle, p.tier, p.severity,
                p.account, p.team, p.breached_at, p.breach_left_at, p.is_kept,
                p.elapsed_seconds, p.target_seconds,
                case when p.is_open or p.breach_left_at = p.stopped_at
                    then greatest(0, p.elapsed_seconds - p.target_seconds)
                end as over_seconds
            from fct_promises as p
            where p.breached_at >= $start
                and p.breached_at < $end
                and p.decided_at = p.breached_at
                and not p.is_drill
                {_NARROWED}
            order by over_seconds desc, p.case_key, p.promise, p.cycle
            limit $rows
        )
        select
            l.source, l.case_id, l.promise, l.tier, l.severity, l.account, l.team, c.owner,
            c.subject, l.breached_at, l.breach_left_at, l.is_kept, l.elapsed_seconds,
            l.target_seconds, l.over_seconds
        from longest as l
        join fct_cases as c on c.case_key = l.case_key
        order by l.over_seconds desc, l.case_key, l.promise, l.cycle
    """,
    "unowned": """
        select case_key, source, case_id, subject, account, region, tier, severity, team, kind,
            category, system, status, created_at
        from fct_cases
        where is_open
            and owner is null
            and not is_drill
        order by created_at, case_key
    """,
    "attention": """
        with promises as (
            select
                p.source, p.case_id, p.case_key, p.promise, c.subject, p.account, p.tier,
                p.severity, p.team, p.kind, p.category, p.system, c.owner, p.state, p.due_at,
                case when p.state = 'breached' then greatest(0, -p.left_seconds)
                    else -p.left_seconds end as over_seconds,
                case when p.target_seconds > 0 then greatest(
                    case when p.state = 'breached' then 1.0 else 0.0 end,
                    p.elapsed_seconds * 1.0 / p.target_seconds
                ) end as used
            from fct_promises as p
            join fct_cases as c on c.case_key = p.case_key
            where p.is_open and not p.is_drill and not p.is_merged
        ),
        ranked as (
            select
                *,
                case
                    when state = 'breached' then 1
                    when state = 'at_risk' then 2
                    when owner is null then 3
                end as reason
            from promises
        ),
        firsts as (
            select
                *,
                row_number() over (
                    partition by case_key order by reason, over_seconds desc, promise
                ) as place
            from ranked
            where reason is not null
        )
        select f.*, coalesce(t.position, 1000000) as tier_position
        from firsts as f
        left join policy_tiers as t on t.tier = f.tier
        where f.place = 1
        order by f.reason, f.over_seconds desc, tier_position, f.case_id
    """,
    "case": """
        select c.*, a.renewal_on
        from fct_cases as c
        left join dim_accounts as a on a.account_id = c.account_id
        where c.source = $source and c.case_id = $case_id
    """,
    "family": """
        with near as (
            select parent_key as case_key, 'it belongs to' as relation
            from fct_links
            where case_key = $case_key
            union all
            select case_key, 'belongs to it' as relation
            from fct_links
            where parent_key = $case_key
        )
        select n.relation, c.source, c.case_id, c.subject, c.account, c.tier, c.severity,
            c.status, c.created_at
        from near as n
        join fct_cases as c on c.case_key = n.case_key
        order by n.relation desc, c.created_at, c.case_key
    """,
    "case_anywhere": "select source, case_id from fct_cases where case_id = $case_id",
    # Calendar and scope of the target that the clock runs against, not of a verdict before it.
    "promises": """
        select promises.* replace (
            coalesce(newest.calendar, promises.calendar) as calendar,
            coalesce(newest.target_scope, promises.target_scope) as target_scope
        )
        from fct_promises as promises
        left join (
            select
                promise,
                cycle,
                arg_max(calendar, segment) as calendar,
                arg_max(target_scope, segment) as target_scope
            from fct_segments
            where case_key = $case_key
            group by promise, cycle
        ) as newest using (promise, cycle)
        where case_key = $case_key
        order by promise, cycle
    """,
    "segments": """
        select * from fct_segments where case_key = $case_key order by promise, cycle, segment
    """,
    "hours": """
        with clocks as (
            select
                calendar,
                min(from_at) as start_at,
                max(to_at) as end_at
            from fct_segments
            where case_key = $case_key
            group by calendar
        )
        select
            d.calendar,
            d.from_at,
            d.until_at
        from dim_calendar_days as d
        join clocks as c
            on c.calendar = d.calendar
        where d.is_open
            and d.until_at > c.start_at
            and d.from_at < c.end_at
        order by d.calendar, d.from_at
    """,
}
