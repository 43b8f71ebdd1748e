"""The SQL of a Kaplan-Meier quantile per period: a period life table with delayed entry.

Source: Kaplan and Meier (1958); delayed entry as in Klein and Moeschberger, Survival Analysis
(2003), section 4.6. A case older than the period joins the risk set at the age it had when the
period began, so a closed period never moves. A row that a later one of its case replaces within
the period (a reopen) was at risk up to its own end: it hands over there, and the later one joins
at the age it has then.
"""

from collections.abc import Sequence

from metrics.compile_curve import curve_figures
from metrics.compile_reach import mark
from metrics.scope import Scope, columns, cte, slot_join, where


def survival_figures(scope: Scope, quantiles: Sequence[str] = ()) -> list[str]:
    """The steps up to `figures`: value is the least age in seconds at which at most the given
    share is still open, null if it is never reached; n is how many rows take part. `quantiles`:
    several of one curve, see `curve_figures`."""
    return [
        cte("bounds", _BOUNDS),
        cte("placed", _placed(scope)),
        cte("groups", _groups(scope)),
        *([cte("lives", _lives(scope))] if scope.question.by else []),
        *([] if scope.is_all else [cte("spans", _SPANS), cte("crossings", _crossings(scope))]),
        cte("marks", _marks(scope)),
        *curve_figures(scope, quantiles),
    ]


_BOUNDS = """
select
    min(from_at) as from_at,
    max(until_at) as until_at
from periods
"""


def _placed(scope: Scope) -> str:
    """One row per row at risk somewhere in the range: its first and last period, its age when
    it enters the first, and its age and fate when it leaves the last. In a period that ends after
    a later row of the same case has replaced it, it does not count, but was at risk."""
    first = "greatest(population.opened_at, bounds.from_at)"
    last = (
        "least(population.ended_at, population.superseded_at, "
        "bounds.until_at - interval '1' second)"
    )
    left_at = "least(population.ended_at, last_slots.cut_at)"
    chosen = columns(
        *scope.by("population"),
        "population.started_at",
        "first_slots.position as first_position",
        "last_slots.position - first_slots.position as span",
        f"{_entry_age(scope)} as entry_age",
        f"date_diff('second', population.started_at, {left_at}) as exit_age",
        "population.ended_by_event and population.ended_at < last_slots.cut_at as is_event",
        "coalesce(population.superseded_at < last_slots.cut_at, false) as is_superseded",
    )
    return f"""
select
{chosen}
from population
cross join bounds
{slot_join(scope, first, "first_slots")}
{slot_join(scope, last, "last_slots")}
{where(_at_risk(scope))}
"""


def _entry_age(scope: Scope) -> str:
    entered = "first_slots.since_at"
    if scope.metric.superseded_column:
        entered = f"greatest({entered}, population.opened_at)"
    elif scope.is_all and not scope.question.start:
        return "0"
    return f"greatest(0, date_diff('second', population.started_at, {entered}))"


def _at_risk(scope: Scope) -> list[str]:
    """The joins to the periods keep out what lies before or after them; the range as it was
    bound says so sooner, while the table is read."""
    conditions = ["population.opened_at < bounds.until_at"] if scope.is_all else []
    if scope.question.end:
        conditions.append(f"population.opened_at < {scope.bind('end', scope.question.end)}")
    if scope.question.start:
        start = scope.bind("start", scope.question.start)
        conditions.append(f"(population.ended_at is null or population.ended_at >= {start})")
    return [*conditions, *scope.filters("population")]


def _groups(scope: Scope) -> str:
    """The breakdowns seen, numbered from 0, and how many there are."""
    if not scope.question.by:
        return "select\n    0 as place,\n    1 as size"
    names = ", ".join(scope.by())
    place = f"row_number() over (order by {names}) - 1 as place"
    return f"""
select
{columns(*scope.by(), place, "count(*) over () as size")}
from placed
group by {names}
"""


def _lives(scope: Scope) -> str:
    chosen = columns("placed.*", "groups.place", "groups.size")
    return f"select\n{chosen}\nfrom placed\n{_same_group(scope)}"


def _same_group(scope: Scope) -> str:
    same = "\n    and ".join(f"placed.{name} = groups.{name}" for name in scope.question.by)
    return f"join groups\n    on {same}"


def _lives_table(scope: Scope) -> str:
    return "lives" if scope.question.by else "placed"


def _line(scope: Scope, position: str) -> str:
    """The number of the line of a period and of the breakdown of the row at hand."""
    return f"({position}) * size + place" if scope.question.by else position


# One row per case and end of a period that it lives through: it leaves one line and enters the
# next at the same age. Few do, and only the ends crossed are generated, by two equi-joins.
_SPANS = """
select
    ends.position - 1 as span,
    steps.position - 1 as step
from periods as ends
join periods as steps
    on steps.position < ends.position
"""


def _crossings(scope: Scope) -> str:
    lives = _lives_table(scope)
    group = [f"{lives}.place", f"{lives}.size"] if scope.question.by else []
    chosen = columns(
        "periods.position",
        *group,
        f"date_diff('second', {lives}.started_at, periods.until_at) as age",
    )
    return f"""
select
{chosen}
from {lives}
join spans
    on {lives}.span = spans.span
join periods
    on {lives}.first_position + spans.step = periods.position
"""


def _marks(scope: Scope) -> str:
    """Who leaves each line at which age, and who enters it older than nothing. Most enter at
    age 0: whoever leaves a line has entered it, so they need not be listed."""
    lives = _lives_table(scope)
    first = _line(scope, "first_position")
    last = _line(scope, "first_position + span")
    within = f"""
select {mark(last, "exit_age", "leaves")} - cast(is_event as integer) as mark
from {lives}
where not is_superseded
union all
select {mark(first, "entry_age", "enters")} as mark
from {lives}
where entry_age > 0
"""
    if scope.metric.superseded_column:
        within = f"""{within.rstrip()}
union all
select {mark(last, "exit_age", "hands_over")} as mark
from {lives}
where is_superseded
    and exit_age > 0
"""
    if scope.is_all:
        return within
    return f"""{within.rstrip()}
union all
select {mark(_line(scope, "position"), "age", "leaves")} as mark
from crossings
union all
select {mark(_line(scope, "position + 1"), "age", "enters")} as mark
from crossings
"""
