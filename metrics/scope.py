"""What every compiled question shares: bound values, filters, periods and their days."""

from dataclasses import dataclass, field
from datetime import datetime
from textwrap import indent

from metrics.metric import Metric
from metrics.question import Question


@dataclass
class Scope:
    """A metric, a question about it, and the values bound so far."""

    metric: Metric
    question: Question
    parameters: dict[str, str | datetime] = field(default_factory=dict)

    @property
    def aggregation(self) -> str:
        """The aggregation asked for, or the metric's own."""
        return self.question.aggregation or self.metric.aggregation

    @property
    def is_all(self) -> bool:
        """Whether the whole range is one period."""
        return self.question.period == "all"

    @property
    def has_band(self) -> bool:
        """Whether a survival quantile comes with its confidence band."""
        return self.question.band and self.aggregation.startswith("survival_")

    def bind(self, name: str, value: str | datetime) -> str:
        """The placeholder of a bound value."""
        self.parameters[name] = value
        return f"${name}"

    def by(self, table: str | None = None) -> list[str]:
        """The breakdown columns, under `table` if given."""
        return [f"{table}.{name}" if table else name for name in self.question.by]

    def filters(self, table: str) -> list[str]:
        """One condition for each filter of the question, on the columns of `table`."""
        conditions = []
        for name, values in self.question.where:
            bound = [self.bind(f"{name}_{i}", each) for i, each in enumerate(values, start=1)]
            known = f"{table}.{name} in ({', '.join(bound)})"
            # A bare list of a few values DuckDB takes apart: as one value it takes a third as long.
            several = f"case when {known} then 1 else 0 end = 1"
            conditions.append(several if len(bound) > 1 else known)
        return conditions

    def within(self, column: str) -> list[str]:
        """The range of the question as conditions on `column`; none when it is unbounded."""
        conditions = []
        if self.question.start:
            conditions.append(f"{column} >= {self.bind('start', self.question.start)}")
        if self.question.end:
            conditions.append(f"{column} < {self.bind('end', self.question.end)}")
        return conditions


def cte(name: str, sql: str) -> str:
    """One step of a `with`."""
    return f"{name} as (\n{indent(sql.strip(), '    ')}\n)"


def columns(*names: str) -> str:
    """A select list, one column a line."""
    return ",\n".join(f"    {name}" for name in names)


def where(conditions: list[str]) -> str:
    """A where clause, one condition a line; nothing when there is none."""
    return "where " + "\n    and ".join(conditions) if conditions else ""


def population(scope: Scope) -> str:
    """The definition as it stands in its file."""
    return cte("population", scope.metric.sql)


def periods(scope: Scope) -> list[str]:
    """The steps `watermark`, `periods` (position from 1; from_at and until_at bounded by the
    range and the as-of instant, which itself still counts) and `slots` (the days of each).
    """
    if scope.is_all:
        return [_WATERMARK, cte("periods", _whole_range(scope)), cte("slots", _ONE_SLOT)]
    return [_WATERMARK, cte("periods", _periods(scope)), cte("slots", _days(scope))]


def slot_join(scope: Scope, column: str, slot: str = "slots") -> str:
    """The join from an instant to its period: an equi-join on the UTC day and a range test."""
    name = slot if slot == "slots" else f"slots as {slot}"
    if scope.is_all:
        return f"cross join {name}"
    return (
        f"join {name}\n    on cast({column} as date) = {slot}.utc_day\n"
        f"    and {column} >= {slot}.from_at\n    and {column} < {slot}.until_at"
    )


_WATERMARK = cte(
    "watermark",
    """
select coalesce(max(as_of), timestamp '1970-01-01 00:00:00') + interval '1' second as cut_at
from meta
""",
)
_ONE_SLOT = """
select
    position,
    from_at as since_at,
    until_at as cut_at
from periods
"""


_FIRST = "left join dim_periods\n    on dim_periods.start_at < watermark.cut_at"


def _whole_range(scope: Scope) -> str:
    start, first = "coalesce(min(dim_periods.start_at), timestamp '1970-01-01 00:00:00')", _FIRST
    if scope.question.start:
        start, first = f"cast({scope.bind('start', scope.question.start)} as timestamp)", ""
    end = "max(watermark.cut_at)"
    if scope.question.end:
        end = f"cast({scope.bind('end', scope.question.end)} as timestamp)"
    return f"""
select
    'all' as period,
    {start} as start_at,
    {end} as end_at,
    {start} as from_at,
    least({end}, max(watermark.cut_at)) as until_at,
    1 as position
from watermark
{first}
"""


def _periods(scope: Scope) -> str:
    bound = scope.bind("grain", scope.question.period)
    conditions = [f"dim_periods.grain = {bound}", "dim_periods.start_at < watermark.cut_at"]
    first, last = "dim_periods.start_at", "dim_periods.end_at, watermark.cut_at"
    if scope.question.start:
        start = scope.bind("start", scope.question.start)
        first = f"greatest({first}, {start})"
        conditions.append(f"dim_periods.end_at > {start}")
    if scope.question.end:
        end = scope.bind("end", scope.question.end)
        last = f"{last}, {end}"
        conditions.append(f"dim_periods.start_at < {end}")
    return f"""
select
    dim_periods.period,
    dim_periods.start_at,
    dim_periods.end_at,
    {first} as from_at,
    least({last}) as until_at,
    row_number() over (order by dim_periods.start_at) as position
from dim_periods
cross join watermark
{where(conditions)}
"""


def _days(scope: Scope) -> str:
    return f"""
select
    dim_dates.utc_day,
    greatest(dim_dates.from_at, periods.from_at) as from_at,
    least(dim_dates.until_at, periods.until_at) as until_at,
    periods.position,
    periods.from_at as since_at,
    periods.until_at as cut_at
from dim_dates
join periods
    on dim_dates.{scope.question.period} = periods.period
"""
