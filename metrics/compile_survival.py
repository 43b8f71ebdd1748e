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
        cte("groups", _groups(scope)),
        cte("lives", _lives(scope)),
        cte("marks", _MARKS),
        cte("risk", _RISK),
        cte("steps", _STEPS),
        cte("curve", _CURVE),
        cte("reached", _reached(scope)),
        cte("sizes", _SIZES),
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


# One integer sorts a mark by line, age and kind (0 enters, 1 ends by its event, 2 is cut off):
# windows over one integer cost half of those over three columns. Ages stay under 2^32 seconds
# (136 years); a line number that does not fit beside them is an overflow error, never a wrong
# figure.
_AGES = 2**32
_KEYS = 4 * _AGES
_MARKS = f"""
select
    line * {_KEYS} + entry_age * 4 as mark,
    count(*) as change
from lives
group by line * {_KEYS} + entry_age * 4
union all
select
    line * {_KEYS} + exit_age * 4 + 2 - is_event as mark,
    -count(*) as change
from lives
group by line * {_KEYS} + exit_age * 4 + 2 - is_event
"""
# Who enters at an age is at risk at it, and so is who is cut off at it. A line starts from
# nothing, since whoever enters leaves. When the last one at risk ends, nobody goes on: a step
# no sum climbs back from stands for the logarithm of nothing.
_RISK = """
select
    mark,
    change,
    sum(change) over (
        order by mark
        rows between unbounded preceding and current row
    ) as left_over
from marks
"""
_STEPS = f"""
select
    floor(mark / cast({_KEYS} as double)) as line,
    (mark % {_KEYS} - 1) / 4 as age,
    case
        when left_over > 0 then ln(1 + cast(change as double) / (left_over - change))
        else -1000.0
    end as step
from risk
where mark % 4 = 1
"""
_CURVE = """
select
    line,
    age,
    sum(step) over (
        partition by line
        order by age
        rows between unbounded preceding and current row
    ) as log_open
from steps
"""
_SIZES = """
select
    line,
    count(*) as n
from lives
group by line
"""


def _reached(scope: Scope) -> str:
    limit = math.log(_STILL_OPEN[scope.aggregation]) + _TOLERANCE
    return f"""
select
    line,
    cast(min(age) as double) as value
from curve
where log_open <= {limit!r}
group by line
"""


def _figures(scope: Scope) -> str:
    chosen = columns(
        "periods.position",
        *scope.by("groups"),
        "reached.value",
        "cast(null as bigint) as hits",
        "sizes.n",
    )
    return f"""
select
{chosen}
from periods
cross join groups
join sizes
    on periods.position * groups.size + groups.place = sizes.line
left join reached
    on sizes.line = reached.line
"""
