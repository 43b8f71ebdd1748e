"""The SQL of a Kaplan-Meier quantile per period: a period life table with delayed entry.

Source: Kaplan and Meier (1958); delayed entry as in Klein and Moeschberger, Survival Analysis
(2003), section 4.6. A case older than the period joins the risk set at the age it had when the
period began, so a closed period never moves.
"""

from metrics.compile_curve import curve_figures
from metrics.scope import Scope, columns, cte, slot_join, where


def survival_figures(scope: Scope) -> list[str]:
    """The steps up to `figures`: value is the least age in seconds at which at most the given
    share is still open, null if it is never reached; n is how many rows take part."""
    return [
        cte("bounds", _BOUNDS),
        cte("chosen", _chosen(scope)),
        *_stretches(scope),
        cte("groups", _groups(scope)),
        cte("lives", _lives(scope)),
        *curve_figures(scope),
    ]


_BOUNDS = """
select
    min(from_at) as from_at,
    max(until_at) as until_at,
    min(until_at) as first_until_at
from periods
"""


def _chosen(scope: Scope) -> str:
    """Rows at risk somewhere in the range, with the first and last instant of it."""
    start = ["(population.ended_at is null or population.ended_at >= bounds.from_at)"]
    conditions = [
        "population.opened_at < bounds.until_at",
        *(start if scope.question.start else []),
        "(population.superseded_at is null"
        "\n        or population.superseded_at >= bounds.first_until_at)",
        *scope.filters("population"),
    ]
    before_end = "bounds.until_at - interval '1' second"
    chosen = columns(
        *scope.by("population"),
        "population.started_at",
        "population.ended_at",
        "population.superseded_at",
        "population.ended_by_event",
        "greatest(population.opened_at, bounds.from_at) as first_at",
        f"least(population.ended_at, {before_end}) as last_at",
    )
    return f"""
select
{chosen}
from population
cross join bounds
{where(conditions)}
"""


def _stretches(scope: Scope) -> list[str]:
    """One row per case and period it takes part in. Only periods crossed are generated, by
    two equi-joins; never every case against every period."""
    if scope.is_all:
        return [cte("stretches", _stretch(scope, "chosen", "cross join periods"))]
    join = """join spans
    on placed.span = spans.span
join periods
    on placed.first_position + spans.step = periods.position"""
    return [
        cte("placed", _placed(scope)),
        cte("spans", _SPANS),
        cte("stretches", _stretch(scope, "placed", join)),
    ]


_SPANS = """
select
    ends.position - 1 as span,
    steps.position - 1 as step
from periods as ends
join periods as steps
    on steps.position <= ends.position
"""


def _placed(scope: Scope) -> str:
    chosen = columns(
        *scope.by("chosen"),
        "chosen.started_at",
        "chosen.ended_at",
        "chosen.superseded_at",
        "chosen.ended_by_event",
        "first_slots.position as first_position",
        "last_slots.position - first_slots.position as span",
    )
    return f"""
select
{chosen}
from chosen
{slot_join(scope, "chosen.first_at", "first_slots")}
{slot_join(scope, "chosen.last_at", "last_slots")}
"""


def _stretch(scope: Scope, table: str, join: str) -> str:
    chosen = columns(
        "periods.position",
        *scope.by(table),
        f"{table}.started_at",
        f"{table}.ended_at",
        f"{table}.ended_by_event",
        "periods.from_at",
        "periods.until_at",
    )
    superseded = f"{table}.superseded_at"
    return f"""
select
{chosen}
from {table}
{join}
where {superseded} is null
    or {superseded} >= periods.until_at
"""


def _groups(scope: Scope) -> str:
    """The breakdowns seen, numbered from 0, and how many there are."""
    if not scope.question.by:
        return "select\n    0 as place,\n    1 as size"
    names = ", ".join(scope.by())
    place = f"row_number() over (order by {names}) - 1 as place"
    return f"""
select
{columns(*scope.by(), place, "count(*) over () as size")}
from stretches
group by {names}
"""


def _lives(scope: Scope) -> str:
    """For each stretch: its line (period and breakdown, numbered), age at entry, age at exit
    and whether it ended there."""
    from_at = "from_at" if scope.question.start or not scope.is_all else "started_at"
    entry = f"greatest(0, date_diff('second', started_at, {from_at}))"
    exit_ = "date_diff('second', started_at, least(ended_at, until_at))"
    event = "case when ended_at < until_at and ended_by_event then 1 else 0 end"
    chosen = columns(
        "stretches.position * groups.size + groups.place as line",
        f"{entry} as entry_age",
        f"{exit_} as exit_age",
        f"{event} as is_event",
    )
    return f"select\n{chosen}\nfrom stretches\n{_same_group(scope, 'stretches')}"


def _same_group(scope: Scope, table: str) -> str:
    if not scope.question.by:
        return "cross join groups"
    same = "\n    and ".join(f"{table}.{name} = groups.{name}" for name in scope.question.by)
    return f"join groups\n    on {same}"
