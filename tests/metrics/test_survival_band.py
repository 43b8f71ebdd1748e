"""The band of a Kaplan-Meier quantile against lifelines, statsmodels and plain Python."""

from collections.abc import Iterator
from math import isinf, isnan

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from statsmodels.duration.survfunc import SurvfuncRight

from metrics.catalog import catalog
from metrics.query import Question, compile_sql, run
from tests.builders import marts, put
from tests.metrics.test_survival import END, LIVES, START, Life, _case, _stretch
from tests.reference_figures import survival_band
from tests.structure.sql import portable_problems

Band = tuple[float | None, float | None]


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    """One database for all examples; each fills it anew."""
    with marts() as connection:
        yield connection


def band(cursor: duckdb.DuckDBPyConnection, lives: list[Life], aggregation: str) -> Band:
    """Low and high in minutes, as the catalogue says."""
    put(cursor, *(_case(*life) for life in lives))
    metric = catalog()["acknowledge_time"]
    asked = Question(
        metric=metric.name, aggregation=aggregation, start=START, end=END, period="week", band=True
    )
    found = run(cursor, metric, asked).iloc[0]
    return known(found["low"]), known(found["high"])


def known(value: float) -> float | None:
    return None if isnan(value) or isinf(value) else float(value)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(lives=LIVES)
@pytest.mark.parametrize("aggregation, level", [("survival_median", 0.5), ("survival_p90", 0.1)])
def test_band_agrees_with_plain_python(
    cursor: duckdb.DuckDBPyConnection, lives: list[Life], aggregation: str, level: float
) -> None:
    """Open work, delayed entry and ties among them."""
    found = band(cursor, lives, aggregation)

    stretches = [stretch for life in lives if (stretch := _stretch(*life))]
    assert found == survival_band(stretches, level)


# Ages in minutes, those that only say "at least" with a plus, and the bands of the median and the
# p90 that lifelines 0.30.3 gives: qth_survival_times(share, KaplanMeierFitter().fit(ages,
# events).confidence_interval_). It does not run beside the pandas of this project.
WORKED = [
    (
        "203+ 392+ 252+ 385 350 210 203 231",
        (203.0, None),
        (350.0, None),
    ),
    (
        "245 364+ 399+ 315+ 287 21 273 182 203 294 336 280 294 77 280+ 7 378 238+ 35 28",
        (77.0, 336.0),
        (336.0, None),
    ),
    (
        "259 350 49 182 49+ 385+ 133 175 35 14+ 385 308+ 7+ 98 98+ 413+ 28 217+ 175 322 182 "
        "189 35 259 287 91+ 350 308 126 154 42 140 154 7 189 343+ 56 63 112 322 49 7 28 210 "
        "364",
        (133.0, 259.0),
        (322.0, None),
    ),
]


def lives_of(ages: str) -> list[Life]:
    return [(0, int(age.strip("+")), not age.endswith("+")) for age in ages.split()]


@pytest.mark.parametrize("ages, median, p90", WORKED)
def test_band_agrees_with_lifelines(
    cursor: duckdb.DuckDBPyConnection, ages: str, median: Band, p90: Band
) -> None:
    """Which takes the log-log transformation, too; an end never reached is null here."""
    lives = lives_of(ages)

    assert band(cursor, lives, "survival_median") == median
    assert band(cursor, lives, "survival_p90") == p90


@pytest.mark.parametrize("ages", [worked[0] for worked in WORKED[1:]])
def test_band_agrees_with_statsmodels(cursor: duckdb.DuckDBPyConnection, ages: str) -> None:
    lives = lives_of(ages)
    times = np.array([lasts for _, lasts, _ in lives], float)
    curve = SurvfuncRight(times, np.array([is_event for *_, is_event in lives], float))

    found = band(cursor, lives, "survival_median")

    assert found == tuple(float(each) for each in curve.quantile_ci(0.5, method="cloglog"))


def test_four_cases_give_no_upper_limit(cursor: duckdb.DuckDBPyConnection) -> None:
    """All of four lie below the true median once in sixteen times: whatever their longest time,
    it is no 95 % limit. lifelines and statsmodels close the band there, at 4 minutes."""
    assert band(cursor, lives_of("1 2 3 4"), "survival_median") == (1.0, None)


def test_no_band_without_asking(cursor: duckdb.DuckDBPyConnection) -> None:
    """A weekly series pays nothing for what it does not show."""
    put(cursor, *(_case(*life) for life in lives_of("1 2 3 4")))
    metric = catalog()["acknowledge_time"]

    found = run(cursor, metric, Question(metric=metric.name)).iloc[0]

    assert isnan(found["low"])
    assert isnan(found["high"])
    assert "limits" not in compile_sql(metric, Question(metric=metric.name)).sql


@pytest.mark.parametrize("aggregation", ["survival_median", "survival_p90"])
def test_band_is_portable(aggregation: str) -> None:
    metric = catalog()["resolution_time"]
    asked = Question(metric=metric.name, aggregation=aggregation, by=("tier",), band=True)

    assert portable_problems(compile_sql(metric, asked).sql) == []
