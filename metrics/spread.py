"""How the rows behind a figure are spread: how many up to each whole value, and the largest.

The rows are those of `metrics.query.rows_behind`; here they are only counted and ranked.
"""

import duckdb
import pandas as pd

from metrics.compile_rows import compile_rows, compile_values
from metrics.metric import Metric
from metrics.question import Question
from metrics.warehouse import tables


def cumulative(
    cursor: duckdb.DuckDBPyConnection, metric: Metric, question: Question, most: int
) -> pd.DataFrame:
    """The one breakdown of the question, up_to, n, share: for each value of it and each whole
    number from 0 to `most`, how many rows have at most that value, and which share of all rows
    with a value that is. Empty when no row has a value. Raises `QuestionError`."""
    (name,) = question.by
    rows = compile_values(metric, question)
    found = tables.frame(
        cursor.execute(
            f"""
            with behind as ({rows.sql})
            select
                behind.{name},
                cast(least(ceil(greatest(behind.value, 0)), {most + 1}) as integer) as up_to,
                count(*) as n
            from behind
            where behind.value is not null
            group by 1, 2
            order by 1, 2
            """,
            rows.parameters,
        )
    )
    parts = [_steps(part, most) for _, part in found.groupby(name, sort=False, observed=True)]
    return pd.concat(parts) if parts else found.assign(share=0.0)


def largest(
    cursor: duckdb.DuckDBPyConnection, metric: Metric, question: Question, limit: int
) -> pd.DataFrame:
    """The rows with the largest values, those first, at most `limit`; rows without a value come
    last. Ties stand by the metric's key. Raises `QuestionError`."""
    rows = compile_rows(metric, question, limit, is_largest=True)
    return tables.frame(cursor.execute(rows.sql, rows.parameters))


def values(cursor: duckdb.DuckDBPyConnection, metric: Metric, question: Question) -> pd.DataFrame:
    """The values alone of the rows behind a figure, in the metric's unit: `value`. Of lengths
    those that ended. Raises `QuestionError`."""
    rows = compile_values(metric, question.model_copy(update={"by": ()}))
    return tables.frame(cursor.execute(rows.sql, rows.parameters))


def tally(cursor: duckdb.DuckDBPyConnection, metric: Metric, question: Question) -> pd.DataFrame:
    """value, n: how many of the rows that `values` gives have each value, the least first; rows
    without one are left out. Raises `QuestionError`."""
    rows = compile_values(metric, question.model_copy(update={"by": ()}))
    return tables.frame(
        cursor.execute(
            f"""
            with behind as ({rows.sql})
            select
                behind.value,
                count(*) as n
            from behind
            where behind.value is not null
            group by behind.value
            order by behind.value
            """,
            rows.parameters,
        )
    )


def _steps(part: pd.DataFrame, most: int) -> pd.DataFrame:
    """Every whole number, the last one (more than `most`) counted and left out."""
    name = part.columns[0]
    counts = part.set_index("up_to")["n"].reindex(range(most + 2), fill_value=0).cumsum()
    steps = counts.iloc[:-1].rename_axis("up_to").reset_index()
    steps.insert(0, name, part[name].iloc[0])
    return steps.assign(share=steps["n"] / counts.iloc[-1])
