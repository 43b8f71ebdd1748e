"""Median and p90 from one reading are those that each question by itself gives."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from metrics.catalog import catalog
from metrics.compile import compile_quantiles, quantiles
from metrics.query import Question, run, run_quantiles
from metrics.warehouse.connection import open_warehouse
from pages.ui.together import MEDIAN_AND_P90
from tests.structure.sql import portable_problems

QUARTER = {"start": datetime(2026, 8, 16, 22), "end": datetime(2026, 11, 15, 23)}


@pytest.mark.parametrize("name", MEDIAN_AND_P90)
def test_both_are_those_asked_one_by_one(sample_home: Path, name: str) -> None:
    """Of the whole (with its band), broken down, narrowed, and of nothing at all."""
    metric = catalog().metric(name)
    first = metric.dimensions[0]
    asked = [
        Question(metric=name, band=True, **QUARTER),
        Question(metric=name, by=(first,), **QUARTER),
        Question(metric=name, where=(("tier", ("Gold", "Silver")),), **QUARTER),
        Question(metric=name, where=(("tier", ("Nobody's",)),), by=(first,), **QUARTER),
    ]
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        for question in asked:
            together = run_quantiles(cursor, metric, question)
            assert tuple(together) == quantiles(metric)
            for aggregation, found in together.items():
                is_banded = question.band and aggregation == quantiles(metric)[0]
                alone = question.model_copy(update={"aggregation": aggregation, "band": is_banded})
                pd.testing.assert_frame_equal(found, run(cursor, metric, alone), check_dtype=False)


@pytest.mark.parametrize("name", MEDIAN_AND_P90)
def test_the_median_is_its_own_figure(name: str) -> None:
    """The band that comes along is that of the first: a metric whose own is the p90 has none."""
    metric = catalog().metric(name)
    assert metric.aggregation == quantiles(metric)[0]


@pytest.mark.parametrize("name", ["team_time", "target_used"])
def test_the_statement_is_portable(name: str) -> None:
    metric = catalog().metric(name)
    asked = Question(metric=name, band=name == "team_time")
    assert portable_problems(compile_quantiles(metric, asked).filled) == []
