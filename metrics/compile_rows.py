"""The statements that list the rows behind a figure: the same population, nothing aggregated."""

from metrics.compile import Compiled, asked_scope, scaled, statement, still_counted
from metrics.compile_stock import STANDING
from metrics.metric import Metric
from metrics.question import Question
from metrics.scope import Scope, columns, cte, periods, population, where


def compile_rows(
    metric: Metric, question: Question, limit: int | None = None, is_largest: bool = False
) -> Compiled:
    """The statement that lists the rows behind the whole range of the question: the metric's
    columns and value (in its unit), then subject, owner and status of the case; the oldest
    first, or those with the largest values (rows without one come last, ties by the key).

    A stock lists what is in it at the end; a survival figure lists who takes part.
    """
    scope = _whole(metric, question)
    value = [f"{each} as value" for each in _value(scope)]
    names = [f"population.{name}" for name in metric.columns if name != "value"]
    chosen = columns(*names, *value, "fct_cases.subject", "fct_cases.owner", "fct_cases.status")
    keys = metric.key if is_largest else dict.fromkeys((metric.time_column, *metric.key))
    largest = [f"{each} desc nulls last" for each in _value(scope)] if is_largest else []
    order = columns(*largest, *(f"population.{name}" for name in keys))
    source, rest = "population", f"cross join slots\n{where(_taking_part(scope))}"
    few = []
    if limit is not None:  # they are picked before their cases are looked up
        picked = f"select population.*\nfrom population\n{rest}\norder by\n{order}\nlimit {limit:d}"
        few, source, rest = [cte("few", picked)], "few as population", ""
    return _listed(
        scope,
        f"""
select
{chosen}
from {source}
left join fct_cases
    on population.case_key = fct_cases.case_key
{rest}
order by
{order}
""",
        *few,
    )


def compile_values(metric: Metric, question: Question) -> Compiled:
    """The statement that gives the breakdowns and the value alone (in the metric's unit) of the
    rows that `compile_rows` lists, in no order; of lengths those that ended."""
    scope = _whole(metric, question)
    ended = ["population.ended_by_event"] if metric.family == "duration" else []
    value = [f"{each} as value" for each in _value(scope)]
    return _listed(
        scope,
        f"""
select
{columns(*scope.by("population"), *value)}
from population
cross join slots
{where([*_taking_part(scope), *ended])}
""",
    )


def _whole(metric: Metric, question: Question) -> Scope:
    return asked_scope(metric, question.model_copy(update={"period": "all"}))


def _listed(scope: Scope, select: str, *steps: str) -> Compiled:
    begin = [population(scope), *periods(scope), *steps]
    return Compiled(statement(begin, select), scope.parameters)


def _value(scope: Scope) -> list[str]:
    """A row's value, if rows of this metric have one."""
    if scope.metric.family == "portion":
        return ["population.value / nullif(cast(population.base as double), 0)"]
    is_counted = scope.metric.family in ("events", "stock", "pace")
    return [] if is_counted else [scaled(scope, "population.value")]


def _taking_part(scope: Scope) -> list[str]:
    return [*_within(scope), *scope.filters("population")]


def _within(scope: Scope) -> list[str]:
    if scope.aggregation == "closing":
        return [*STANDING]
    if not scope.aggregation.startswith("survival_"):
        time = f"population.{scope.metric.time_column}"
        return [*scope.within(time), *still_counted(scope)]
    conditions = [
        "population.opened_at < slots.cut_at",
        "(population.superseded_at is null or population.superseded_at >= slots.cut_at)",
    ]
    if scope.question.start:
        start = scope.bind("start", scope.question.start)
        conditions.append(f"(population.ended_at is null or population.ended_at >= {start})")
    return conditions
