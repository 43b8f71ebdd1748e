"""Every metric of the catalogue, asked as a page asks it: 26 weeks, and one week by its first
breakdown, which is the tier wherever a metric knows tiers."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.child import ready
from benchmarks.timing import timed
from metrics.catalog import catalog
from metrics.metric import Metric
from metrics.query import run
from metrics.question import Question
from metrics.warehouse.connection import Warehouse, open_warehouse

WEEKS = 26
_CLOSED = """
    select start_at, end_at
    from dim_periods
    where grain = 'week' and end_at <= (select as_of from meta)
    order by start_at desc
    limit $weeks
"""


def catalogue_queries(home: str) -> list[dict[str, Any]]:
    """One row per metric and question, slowest first: its name and what `timed` says."""
    with open_warehouse(Path(home)) as warehouse:
        weeks = _weeks(warehouse)
        ready()
        rows = [
            {"name": title} | timed(warehouse, partial(run, metric=metric, question=question))
            for metric in catalog().values()
            for title, question in _questions(metric, weeks)
        ]
    return sorted(rows, key=lambda row: -row["median_ms"])


def _weeks(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    with warehouse.cursor() as cursor:
        return cursor.execute(_CLOSED, {"weeks": WEEKS}).fetchall()


def _questions(metric: Metric, weeks: list[tuple[Any, ...]]) -> Iterator[tuple[str, Question]]:
    """The weeks come newest first."""
    (newest, end), (oldest, _) = weeks[0], weeks[-1]
    yield (
        f"{metric.name}, {len(weeks)} weeks",
        Question(metric=metric.name, start=oldest, end=end, period="week"),
    )
    first = "tier" if "tier" in metric.dimensions else next(iter(metric.dimensions), None)
    if first:
        by = (first,)
        asked = Question(metric=metric.name, start=newest, end=end, period="week", by=by)
        yield f"{metric.name}, a week by {first}", asked
