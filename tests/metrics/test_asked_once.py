"""What pages ask once and use often is what the command line prints for each question alone."""

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from metrics.catalog import catalog
from metrics.query import Period, Question, run, run_together
from tests.builders import T, marts
from tests.metrics.crowd import crowd

NOW = T("2026-03-29 23:59:59")
COUNTED = ["value", "n", "hits"]
BY_ROW = ("events", "values", "share", "portion")  # neither lives nor stocks
Cursor = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def now() -> Iterator[Cursor]:
    """A crowd as of the end of March."""
    with marts(*crowd(1, NOW), as_of=NOW) as cursor:
        yield cursor


@pytest.mark.parametrize("name", catalog())
def test_a_week_is_the_same_figure_alone_and_in_its_series(now: Cursor, name: str) -> None:
    """Pages take a week from a series that they have asked for, and a figure from its band."""
    weeks = Question(metric=name, period="week", start=T("2026-03-02"))
    for _, week in run(now, catalog()[name], weeks).iloc[[1, -1]].iterrows():
        span = {"start": week["start_at"], "end": week["end_at"]}

        for asked in (Question(metric=name, **span), Question(metric=name, **span, band=True)):
            alone = run(now, catalog()[name], asked).iloc[0]
            pd.testing.assert_series_equal(alone[COUNTED], week[COUNTED], check_names=False)


@pytest.mark.parametrize("period", ["all", "week"])
@pytest.mark.parametrize("name", [m.name for m in catalog().values() if m.family in BY_ROW])
def test_breakdowns_asked_together_are_those_asked_alone(
    now: Cursor, name: str, period: Period
) -> None:
    """Pages ask for several breakdowns at once; the command line for one."""
    metric = catalog()[name]
    few = [by for by in ((), ("tier",), ("tier", "team")) if {*by} <= {*metric.dimensions}]
    asked = [Question(metric=name, start=T("2026-03-02"), period=period, by=by) for by in few]

    together = run_together(now, metric, asked)

    for question, found in zip(asked, together, strict=True):
        pd.testing.assert_frame_equal(found, run(now, metric, question), check_dtype=False)
