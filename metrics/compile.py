"""The only compiler: a metric and a question in, one portable statement and its values out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from metrics.aggregation import COLUMNS
from metrics.compile_pace import pace_figures
from metrics.compile_reach import STILL_OPEN
from metrics.compile_stock import stock_figures
from metrics.compile_survival import survival_figures
from metrics.errors import QuestionError
from metrics.metric import Metric
from metrics.question import Question
from metrics.scope import Scope, columns, cte, periods, population, slot_join, where
from metrics.unit import UNITS

# The 97.5th percentile of the normal distribution, for Wilson's 95 % interval.
Z = 1.959963984540054
_MEAN = "cast(cast(sum(value) as bigint) as double) / nullif(count(*), 0)"
_PLAIN = {
    "count": "cast(count(*) as double)",
    "sum": "cast(cast(sum(value) as bigint) as double)",
    "mean": _MEAN,
    "ratio": _MEAN,
    "portion": "cast(cast(sum(value) as bigint) as double) / nullif(cast(sum(base) as bigint), 0)",
    "median": "quantile_cont(value, 0.5)",
    "p90": "quantile_cont(value, 0.9)",
    "p95": "quantile_cont(value, 0.95)",
}
_PERIOD, _FIGURE = ("period", "start_at", "end_at"), ("value", "low", "high", "n", "hits")
# What a figure is when nothing was counted: null, except for counts and sums of counts.
_ZERO_WHEN_EMPTY = ("count", "sum", "closing")


@dataclass(frozen=True)
class Compiled:
    """A statement and the values its `$name` placeholders stand for, none too many."""

    sql: str
    parameters: dict[str, str | datetime]

    @property
    def filled(self) -> str:
        """The statement with its values written in, to be run as it stands in a shell."""
        return re.sub(
            r"\$([a-z_][a-z0-9_]*)",
            lambda found: _literal(self.parameters[found[1]]),
            self.sql,
        )


def compile_sql(metric: Metric, question: Question) -> Compiled:
    """The statement that answers the question: one row per period and breakdown with
    period, start_at, end_at, the breakdowns, value, low, high, n, hits.

    Raises `QuestionError` for a breakdown, filter or aggregation the metric does not have.
    """
    scope = asked_scope(metric, question)
    steps = [population(scope), *periods(scope), *_figures(scope)]
    return Compiled(statement(steps, _answer(scope)), scope.parameters)


def compile_together(metric: Metric, questions: Sequence[Question]) -> Compiled:
    """One statement for questions that differ in their breakdown alone: the rows of each as
    `compile_sql` gives them, after the place of the question; breakdowns of others are null.

    The population is read once. Not for lives and stocks, which are counted per breakdown.
    """
    names = list(dict.fromkeys(name for each in questions for name in each.by))
    whole = asked_scope(metric, questions[0].model_copy(update={"by": tuple(names)}))
    steps = [population(whole), *periods(whole), cte("counted", _counted(whole))]
    selects = []
    for place, question in enumerate(questions):
        scope = Scope(metric, question, whole.parameters)
        figures = f"figures_{place}"
        steps += [cte(figures, _aggregated(scope)), cte(f"answer_{place}", _answer(scope, figures))]
        by = [name if name in question.by else f"null as {name}" for name in names]
        chosen = columns(f"{place} as place", *_PERIOD, *by, *_FIGURE)
        selects.append(f"select\n{chosen}\nfrom answer_{place}")
    order = columns("place", "start_at", *names)
    return _united(whole, steps, selects, order)


def compile_quantiles(metric: Metric, question: Question) -> Compiled:
    """One statement for the median and the p90, of lives the survival quantiles: the rows of
    each as `compile_sql` gives them, after its name (`aggregation`). The population is read
    once. Raises `QuestionError`."""
    names = quantiles(metric)
    whole = asked_scope(metric, question.model_copy(update={"aggregation": names[0]}))
    is_curve = metric.family == "duration"
    figures = survival_figures(whole, names) if is_curve else [cte("counted", _counted(whole))]
    steps, selects = [population(whole), *periods(whole), *figures], []
    for name in names:
        asked = question.model_copy(update={"aggregation": name})
        scope = Scope(metric, asked, whole.parameters)
        steps += [] if is_curve else [cte(f"figures_{name}", _aggregated(scope))]
        steps.append(cte(f"answer_{name}", _answer(scope, f"figures_{name}")))
        selects.append(f"select\n    '{name}' as aggregation,\n    *\nfrom answer_{name}")
    order = columns("aggregation", "start_at", *question.by)
    return _united(whole, steps, selects, order)


def _united(whole: Scope, steps: list[str], selects: Sequence[str], order: str) -> Compiled:
    """The rows of several answers, one under the other."""
    rows = "\nunion all\n".join(selects) + f"\norder by\n{order}"
    return Compiled(statement(steps, rows), whole.parameters)


def quantiles(metric: Metric) -> tuple[str, ...]:
    """The aggregations that give a metric's median and p90: of lives on their curve."""
    return tuple(STILL_OPEN) if metric.family == "duration" else ("median", "p90")


def asked_scope(metric: Metric, question: Question) -> Scope:
    """A question with its metric. Raises `QuestionError` for what the metric does not have."""
    for name in (*question.by, *(name for name, _ in question.where)):
        metric.check_dimension(name)
    if question.aggregation:
        metric.check_aggregation(question.aggregation)
    if question.metric != metric.name:
        raise QuestionError(f"the question is about {question.metric}", where=metric.name)
    return Scope(metric, question)


def statement(steps: list[str], select: str) -> str:
    """The steps and the select that reads them."""
    return "with " + ",\n\n".join(steps) + "\n\n" + select.strip() + "\n"


def _figures(scope: Scope) -> list[str]:
    if scope.aggregation.startswith("survival_"):
        return survival_figures(scope)
    if scope.aggregation == "closing":
        return stock_figures(scope)
    if scope.aggregation == "per_day":
        return [cte("counted", _counted(scope)), *pace_figures(scope)]
    return [cte("counted", _counted(scope)), cte("figures", _aggregated(scope))]


def _counted(scope: Scope) -> str:
    time = f"population.{scope.metric.time_column}"
    valued = [name for name in COLUMNS[scope.metric.family] if name in ("value", "base")]
    return f"""
select
{columns("slots.position", *scope.by("population"), *(f"population.{each}" for each in valued))}
from population
{slot_join(scope, time)}
{where([*scope.within(time), *still_counted(scope), *scope.filters("population")])}
"""


def still_counted(scope: Scope) -> list[str]:
    """Only what happened before the cut and was not undone by then. The days of a period end
    at its cut already; a second test would tempt the planner into a join by range."""
    conditions = [f"population.{scope.metric.time_column} < slots.cut_at"] if scope.is_all else []
    if scope.metric.family == "duration":
        conditions.append("population.ended_by_event")
    if scope.metric.superseded_column:
        column = f"population.{scope.metric.superseded_column}"
        conditions.append(f"({column} is null or {column} >= slots.cut_at)")
    return conditions


def _aggregated(scope: Scope) -> str:
    keys = ["position", *scope.by()]
    share = scope.metric.family == "share"
    hits = "cast(sum(value) as bigint)" if share else "cast(null as bigint)"
    return f"""
select
{columns(*keys, f"{_PLAIN[scope.aggregation]} as value", f"{hits} as hits", "count(*) as n")}
from counted
group by {", ".join(keys)}
"""


def _answer(scope: Scope, counted: str = "figures") -> str:
    value = scaled(scope, "figures.value")
    if scope.aggregation in _ZERO_WHEN_EMPTY:
        value = f"coalesce({value}, 0.0)"
    low, high = _bounds(scope)
    chosen = columns(
        "periods.period",
        "periods.start_at",
        "periods.end_at",
        *scope.by("figures"),
        f"{value} as value",
        f"{low} as low",
        f"{high} as high",
        "coalesce(figures.n, 0) as n",
        "figures.hits",
    )
    join = "join" if scope.question.by else "left join"
    order = ["periods.start_at", "periods.position", *scope.by("figures")]
    return f"""
select
{chosen}
from periods
{join} {counted} as figures
    on periods.position = figures.position
order by
{columns(*order)}
"""


_NULL = "cast(null as double)"


def _bounds(scope: Scope) -> tuple[str, str]:
    if scope.has_band:
        return scaled(scope, "figures.low"), scaled(scope, "figures.high")
    return _interval() if scope.aggregation == "ratio" else (_NULL, _NULL)


def scaled(scope: Scope, value: str) -> str:
    """Whole seconds (or parts) into the metric's unit; counts and shares as they are."""
    size = UNITS[scope.metric.unit_of(scope.aggregation)].size
    return f"{value} / {float(size)}" if size > 1 else value


def _interval() -> tuple[str, str]:
    """Wilson's score interval, exact at none and at all; nothing counted gives null, for greatest
    ignores null."""
    p, n = "figures.value", "figures.n"
    centre = f"{p} + {Z * Z / 2} / {n}"
    half = f"{Z} * sqrt({p} * (1 - {p}) / {n} + {Z * Z / 4} / {n} / {n})"
    scale = f"(1 + {Z * Z} / {n})"
    below = f"case when {p} > 0 then greatest(0.0, ({centre} - {half}) / {scale}) else 0.0 end"
    above = f"case when {p} < 1 then least(1.0, ({centre} + {half}) / {scale}) else 1.0 end"
    return tuple(f"case when {n} > 0 then {bound} end" for bound in (below, above))  # type: ignore[return-value]


def _literal(value: str | datetime) -> str:
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    return "'" + value.replace("'", "''") + "'"
