"""Questions answered: the figures of a metric, and the rows behind them."""

from collections.abc import Sequence

import duckdb
import pandas as pd

from metrics.compile import (
    Compiled,
    compile_quantiles,
    compile_sql,
    compile_together,
    quantiles,
)
from metrics.compile_rows import compile_rows
from metrics.metric import Metric
from metrics.question import Period, Question
from metrics.warehouse import tables

__all__ = [
    "Compiled",
    "Period",
    "Question",
    "compile_rows",
    "compile_sql",
    "rows_behind",
    "run",
    "run_quantiles",
    "run_together",
]


def run(cursor: duckdb.DuckDBPyConnection, metric: Metric, question: Question) -> pd.DataFrame:
    """One row per period and breakdown, in that order: period, start_at, end_at, the
    breakdowns, value, low, high, n, hits.

    Value is in `metric.unit_of(question.aggregation)`; NaN means that nothing was counted, or
    for survival that the quantile was not reached. low and high are the Wilson 95 % interval
    of a ratio, hits its numerator, or the band of a survival quantile if the question asks for
    it (NaN: that limit is not reached), else NaN. Without breakdown an empty period is a row with
    n 0. Raises `QuestionError`.
    """
    return _frame(cursor, compile_sql(metric, question))


def run_together(
    cursor: duckdb.DuckDBPyConnection, metric: Metric, questions: Sequence[Question]
) -> list[pd.DataFrame]:
    """What `run` answers to each of these questions, which differ in their breakdown alone; the
    population is read once. Not for lives and stocks. Raises `QuestionError`."""
    found = _frame(cursor, compile_together(metric, questions))
    others = {name for each in questions for name in each.by}
    return [
        found[found["place"] == place]
        .drop(columns=["place", *(others - {*question.by})])
        .reset_index(drop=True)
        for place, question in enumerate(questions)
    ]


def run_quantiles(
    cursor: duckdb.DuckDBPyConnection, metric: Metric, question: Question
) -> dict[str, pd.DataFrame]:
    """What `run` answers to this question for the median and the p90 (of lives on their curve),
    by the name of the aggregation; the population is read once. Raises `QuestionError`."""
    found = _frame(cursor, compile_quantiles(metric, question))
    return {
        name: found[found["aggregation"] == name].drop(columns="aggregation").reset_index(drop=True)
        for name in quantiles(metric)
    }


def rows_behind(
    cursor: duckdb.DuckDBPyConnection,
    metric: Metric,
    question: Question,
    limit: int | None = None,
) -> pd.DataFrame:
    """The population rows behind the whole range of the question, oldest first: the metric's
    columns with value in its unit, then subject, owner and status. Raises `QuestionError`."""
    return _frame(cursor, compile_rows(metric, question, limit))


def _frame(cursor: duckdb.DuckDBPyConnection, compiled: Compiled) -> pd.DataFrame:
    return tables.frame(cursor.execute(compiled.sql, compiled.parameters))
