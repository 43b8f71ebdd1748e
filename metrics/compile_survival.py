"""The SQL of a Kaplan-Meier quantile per period: a period life table with delayed entry.

Source: Kaplan and Meier (1958); delayed entry as in Klein and Moeschberger, Survival Analysis
(2003), section 4.6. A case older than the period joins the risk set at the age it had when the
period began, so a closed period never moves.
"""

import math

from metrics.scope import Scope, columns, cte, slot_join, where

# The share still open at which each quantile is read. The sum of logarithms is compared with a
# tolerance, since 3/4 x 2/3 must reach one half though its logarithms miss it by a rounding.
_STILL_OPEN = {"survival_median": 0.5, "survival_p90": 0.1}
_TOLERANCE = 1e-9


def survival_figures(scope: Scope) -> list[str]:
    """The steps up to `figures`: value is the least age in seconds at which at most the given
    share is still open, null if it is never reached; n is how many rows take part."""
    return [
        cte("bounds", _BOUNDS),
        cte("chosen", _chosen(scope)),
        *_stretches(scope),
        cte("lives", _lives(scope)),
        cte("ages", _ages(scope)),
        cte("risk", _risk(scope)),
        cte("curve", _curve(scope)),
        cte("reached", _reached(scope)),
        cte("sizes", _sizes(scope)),
        cte("figures", _figures(scope)),
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


def _lives(scope: Scope) -> str:
    """Age at entry, age at exit and whether it ended there, for each stretch."""
    from_at = "from_at" if scope.question.start or not scope.is_all else "started_at"
    entry = f"greatest(0, date_diff('second', started_at, {from_at}))"
    exit_ = "date_diff('second', started_at, least(ended_at, until_at))"
    event = "case when ended_at < until_at and ended_by_event then 1 else 0 end"
    chosen = columns(
        "position",
        *scope.by(),
        f"{entry} as entry_age",
        f"{exit_} as exit_age",
        f"{event} as is_event",
    )
    return f"select\n{chosen}\nfrom stretches"


def _ages(scope: Scope) -> str:
    keys = ["position", *scope.by()]
    grouped = ", ".join(keys)
    return f"""
select
{columns(*keys, "age", *(f"cast(sum({n}) as bigint) as {n}" for n in _COUNTS))}
from (
    select
    {columns(*keys, "entry_age as age", "count(*) as entries", "0 as exits", "0 as events")}
    from lives
    group by {grouped}, entry_age
    union all
    select
    {columns(*keys, "exit_age as age", "0 as entries", "count(*) as exits", _EVENTS)}
    from lives
    group by {grouped}, exit_age
) as both_ends
group by {grouped}, age
"""


_COUNTS = ("entries", "exits", "events")
_EVENTS = "sum(is_event) as events"
_SO_FAR = "rows between unbounded preceding and current row"


def _window(scope: Scope) -> str:
    keys = ", ".join(["position", *scope.by()])
    return f"(\n        partition by {keys} order by age\n        {_SO_FAR}\n    )"


def _risk(scope: Scope) -> str:
    """At risk at an age: entered at or before it, not gone before it."""
    at_risk = f"sum(entries - exits) over {_window(scope)} + exits as at_risk"
    return f"""
select
{columns("position", *scope.by(), "age", "events", at_risk)}
from ages
"""


def _curve(scope: Scope) -> str:
    """The logarithm of the share still open after each age, and whether it fell to nothing."""
    step = "case when events < at_risk then ln(1 - cast(events as double) / at_risk) else 0 end"
    last = "case when events < at_risk then 0 else 1 end"
    window = _window(scope)
    return f"""
select
{columns("position", *scope.by(), "age")},
    sum({step}) over {window} as log_open,
    sum({last}) over {window} as times_emptied
from risk
where events > 0
"""


def _reached(scope: Scope) -> str:
    keys = ["position", *scope.by()]
    limit = math.log(_STILL_OPEN[scope.aggregation]) + _TOLERANCE
    return f"""
select
{columns(*keys, "cast(min(age) as double) as value")}
from curve
where log_open <= {limit!r}
    or times_emptied > 0
group by {", ".join(keys)}
"""


def _sizes(scope: Scope) -> str:
    keys = ["position", *scope.by()]
    return f"""
select
{columns(*keys, "cast(sum(exits) as bigint) as n")}
from ages
group by {", ".join(keys)}
"""


def _figures(scope: Scope) -> str:
    same = [f"sizes.{name} = reached.{name}" for name in ("position", *scope.question.by)]
    chosen = columns(
        "sizes.position",
        *scope.by("sizes"),
        "reached.value",
        "cast(null as bigint) as hits",
        "sizes.n",
    )
    return f"""
select
{chosen}
from sizes
left join reached
    on {" and ".join(same)}
"""
