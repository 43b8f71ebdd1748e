"""The SQL of a stock: how many rows have entered and not left at the end of each period."""

from metrics.scope import Scope, columns, cte, slot_join, where


def stock_figures(scope: Scope) -> list[str]:
    """The steps up to `figures`: entries minus leavings, added up from the first period on.

    A stock is never counted period by period against all rows: each row is looked up twice. At
    the end of one period alone it is counted as it stands.
    """
    if scope.is_all:
        return [cte("figures", _standing(scope))]
    return [
        cte("bounds", _BOUNDS),
        cte("present", _present(scope)),
        cte("moves", _moves(scope)),
        cte("changes", _changes(scope)),
        cte("steps", _STEPS),
        cte("lines", _lines(scope)),
        cte("stock", _stock(scope)),
        cte("figures", _figures(scope)),
    ]


_BOUNDS = """
select min(from_at) as from_at
from periods
"""
# Who has entered and not left at the cut of a slot.
STANDING = (
    "population.entered_at < slots.cut_at",
    "(population.left_at is null or population.left_at >= slots.cut_at)",
)
_STEPS = """
select position
from periods
union all
select 0 as position
"""


def _standing(scope: Scope) -> str:
    """Who has entered and not left at the end of the one period."""
    conditions = [*STANDING, *scope.filters("population")]
    if scope.question.end:
        conditions.append(f"population.entered_at < {scope.bind('end', scope.question.end)}")
    keys = ["slots.position", *scope.by("population")]
    chosen = columns(
        *keys, "cast(count(*) as double) as value", "cast(null as bigint) as hits", "count(*) as n"
    )
    return f"""
select
{chosen}
from population
cross join slots
{where(conditions)}
group by {", ".join(keys)}
"""


def _present(scope: Scope) -> str:
    """The rows in stock somewhere in the range asked for; what came and went before it began
    is read no further."""
    conditions = scope.filters("population")
    if scope.question.end:
        conditions.append(f"population.entered_at < {scope.bind('end', scope.question.end)}")
    if scope.question.start:
        start = scope.bind("start", scope.question.start)
        conditions.append(f"(population.left_at is null or population.left_at >= {start})")
    chosen = columns(*scope.by("population"), "population.entered_at", "population.left_at")
    return f"""
select
{chosen}
from population
{where(conditions)}
"""


def _moves(scope: Scope) -> str:
    """+1 where a row enters, -1 where it leaves, and what was there before at position 0."""
    by = scope.by("present")
    grouped = f"group by {', '.join(by)}" if by else ""
    still = "(present.left_at is null or present.left_at >= bounds.from_at)"
    held = f"cast(sum(case when {still} then 1 else 0 end) as bigint)"
    return f"""
{_move(scope, "present.entered_at", "count(*)")}
union all
{_move(scope, "present.left_at", "-count(*)")}
union all
select
{columns("0 as position", *by, f"coalesce({held}, 0) as change")}
from present
cross join bounds
where present.entered_at < bounds.from_at
{grouped}
"""


def _move(scope: Scope, time: str, change: str) -> str:
    keys = ["slots.position", *scope.by("present")]
    return f"""select
{columns(*keys, f"{change} as change")}
from present
{slot_join(scope, time)}
group by {", ".join(keys)}"""


def _changes(scope: Scope) -> str:
    keys = ["position", *scope.by()]
    return f"""
select
{columns(*keys, "cast(sum(change) as bigint) as change")}
from moves
group by {", ".join(keys)}
"""


def _lines(scope: Scope) -> str:
    """Every breakdown at every step, so that a quiet period carries its stock on."""
    if not scope.question.by:
        return "select position\nfrom steps"
    names = ", ".join(scope.by())
    return f"""
select
{columns("steps.position", *scope.by("seen"))}
from steps
cross join (
    select {names}
    from changes
    group by {names}
) as seen
"""


def _stock(scope: Scope) -> str:
    keys = ["lines.position", *scope.by("lines")]
    same = [f"lines.{name} = changes.{name}" for name in ("position", *scope.question.by)]
    partition = f"partition by {', '.join(scope.by('lines'))} " if scope.question.by else ""
    window = f"({partition}order by lines.position)"
    return f"""
select
{columns(*keys, f"cast(sum(coalesce(changes.change, 0)) over {window} as bigint) as n")}
from lines
left join changes
    on {" and ".join(same)}
"""


def _figures(scope: Scope) -> str:
    """Breakdowns that hold nothing in any period asked for are left out."""
    chosen = columns(
        "position", *scope.by(), "cast(n as double) as value", "cast(null as bigint) as hits", "n"
    )
    if not scope.question.by:
        return f"select\n{chosen}\nfrom stock\nwhere position > 0"
    names = ", ".join(scope.by())
    peak = f"max(n) over (partition by {names}) as peak"
    return f"""
select
{chosen}
from (
    select
    {columns("position", *scope.by(), "n", peak)}
    from stock
    where position > 0
) as peaks
where peak > 0
"""
