"""The SQL of a pace: rows counted in a period over the calendar days of it that have gone."""

from metrics.scope import Scope, columns, cte


def pace_figures(scope: Scope) -> list[str]:
    """The steps from `counted` to `figures`: value is n divided by the days gone, null when none
    has. Without breakdown a period in which nothing was counted has a pace of 0."""
    return [
        cte("days", _DAYS),
        cte("gone", _GONE),
        cte("tallies", _tallies(scope)),
        cte("figures", _figures(scope)),
    ]


# A calendar day of the reporting zone is one, whether it has 23, 24 or 25 hours.
_DAYS = """
select
    dim_dates.day,
    min(dim_dates.from_at) as from_at,
    max(dim_dates.until_at) as until_at
from dim_dates
cross join (
    select min(created_at) as first_at
    from fct_cases
) as opened
group by dim_dates.day, opened.first_at
having max(dim_dates.until_at) > opened.first_at
"""
_PASSED = """(
        epoch(least(days.until_at, periods.until_at))
        - epoch(greatest(days.from_at, periods.from_at))
    )"""
_GONE = f"""
select
    periods.position,
    sum({_PASSED} / (epoch(days.until_at) - epoch(days.from_at))) as days
from periods
join days
    on days.from_at < periods.until_at
    and days.until_at > periods.from_at
group by periods.position
"""


def _tallies(scope: Scope) -> str:
    keys = ["position", *scope.by()]
    return f"""
select
{columns(*keys, "count(*) as n")}
from counted
group by {", ".join(keys)}
"""


def _figures(scope: Scope) -> str:
    """Breakdowns in which nothing was counted are left out."""
    join = "join" if scope.question.by else "left join"
    chosen = columns(
        "gone.position",
        *scope.by("tallies"),
        "coalesce(tallies.n, 0) / nullif(gone.days, 0) as value",
        "cast(null as bigint) as hits",
        "coalesce(tallies.n, 0) as n",
    )
    return f"""
select
{chosen}
from gone
{join} tallies
    on gone.position = tallies.position
"""
