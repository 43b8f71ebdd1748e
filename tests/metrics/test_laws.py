"""Laws that hold for every metric, every aggregation and every breakdown of the catalogue."""

from collections.abc import Iterator
from random import Random
from typing import Any

import duckdb
import pandas as pd
import pytest

from metrics.catalog import catalog
from metrics.compile import compile_sql
from metrics.metric import Metric
from metrics.query import Question, rows_behind, run
from tests.builders import Row, T, case, cycle, marts, promise
from tests.metrics.crowd import crowd

EVERY = [(m.name, a) for m in catalog().values() for a in m.aggregations]
NOW = T("2026-03-29 23:59:59")
THEN = T("2026-03-08 23:59:59")
ROWS = crowd(1, NOW)
Cursor = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def now() -> Iterator[Cursor]:
    """The crowd as of the end of March."""
    with marts(*ROWS, as_of=NOW) as cursor:
        yield cursor


@pytest.fixture(scope="module")
def shuffled() -> Iterator[Cursor]:
    """The same rows in another order."""
    rows = list(ROWS)
    Random(7).shuffle(rows)
    with marts(*rows, as_of=NOW) as cursor:
        yield cursor


@pytest.fixture(scope="module")
def nobody() -> Iterator[Cursor]:
    """A warehouse without rows."""
    with marts(as_of=NOW) as cursor:
        yield cursor


@pytest.fixture(scope="module", params=range(3))
def twice(request: pytest.FixtureRequest) -> Iterator[tuple[Cursor, Cursor]]:
    """A crowd as it stood on 8 March and as it stands three weeks later."""
    with (
        marts(*crowd(request.param, THEN), as_of=THEN) as before,
        marts(*crowd(request.param, NOW), as_of=NOW) as after,
    ):
        yield before, after


@pytest.fixture(
    scope="module", params=[[], [case(), cycle(), promise()]], ids=["empty", "one case"]
)
def little(request: pytest.FixtureRequest) -> Iterator[Cursor]:
    """A warehouse of nothing, and one of one case."""
    with marts(*request.param) as cursor:
        yield cursor


# What a metric is cut by in these laws: by tier and team, or by the service where it has no case.
WORDS = {"tier": ("Gold", "Silver"), "team": ("Support",), "system": ("SSO", "O'Hara; --")}


def cuts(name: str) -> tuple[str, ...]:
    """The breakdowns to cut a metric by."""
    dimensions = catalog()[name].dimensions
    if {"tier", "team"} <= set(dimensions):
        return ("tier", "team")
    return ("system",) if "system" in dimensions else ("tier",)


def narrowing(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A filter for each of them."""
    return tuple((each, WORDS[each]) for each in cuts(name))


def answer(cursor: Cursor, name: str, aggregation: str, **fields: Any) -> pd.DataFrame:
    """The answer to one question."""
    asked = Question(metric=name, aggregation=aggregation, **fields)
    return run(cursor, catalog().metric(name), asked)


@pytest.mark.parametrize("name, aggregation", EVERY)
def test_parts_add_up_to_the_whole(now: Cursor, name: str, aggregation: str) -> None:
    """By any breakdown n adds up; so do counts and sums, and hits of a share."""
    whole = answer(now, name, aggregation).iloc[0]

    parts = answer(now, name, aggregation, by=cuts(name))

    assert parts["n"].sum() == whole["n"]
    if aggregation in ("count", "sum", "closing"):
        assert parts["value"].sum() == pytest.approx(whole["value"])
    if aggregation == "ratio":
        assert parts["hits"].sum() == whole["hits"]


@pytest.mark.parametrize(
    "name, aggregation",
    [
        (name, how)
        for name, how in EVERY
        if how not in ("closing", "survival_median", "survival_p90")
        and not catalog()[name].superseded_column
    ],
)
def test_periods_add_up_to_the_range(now: Cursor, name: str, aggregation: str) -> None:
    """Each row that nothing supersedes falls into exactly one day, week, month and quarter."""
    whole = answer(now, name, aggregation).iloc[0]["n"]

    sums = {
        period: answer(now, name, aggregation, period=period)["n"].sum()
        for period in ("day", "week", "month", "quarter")
    }

    assert sums == dict.fromkeys(sums, whole)


@pytest.mark.parametrize("name, aggregation", EVERY)
def test_narrowing_never_raises_n(now: Cursor, name: str, aggregation: str) -> None:
    """A filter more, and no week counts more."""
    wide = answer(now, name, aggregation, period="week")
    filters = narrowing(name)
    some = answer(now, name, aggregation, period="week", where=filters[:1])

    few = answer(now, name, aggregation, period="week", where=filters)

    assert (few["n"] <= some["n"]).all()
    assert (some["n"] <= wide["n"]).all()


@pytest.mark.parametrize("name, aggregation", EVERY)
def test_an_empty_range_gives_n_0_and_null(nobody: Cursor, name: str, aggregation: str) -> None:
    """Nothing counted is null, never 0; only a count or a sum of nothing is 0."""
    found = answer(nobody, name, aggregation, start=T("2026-03-02"), end=T("2026-03-09"))

    assert found["n"].tolist() == [0]
    if aggregation in ("count", "sum", "closing"):
        assert found["value"].tolist() == [0]
    else:
        assert found["value"].isna().all()


@pytest.mark.parametrize("name, aggregation", EVERY)
def test_a_range_before_the_first_case_holds_nothing(
    now: Cursor, name: str, aggregation: str
) -> None:
    """Stocks and open work included: nothing had been opened yet."""
    found = answer(now, name, aggregation, end=T("2026-02-02"), period="week")

    assert set(found["n"]) == {0}


@pytest.mark.parametrize("name, aggregation", EVERY)
def test_row_order_changes_nothing(
    now: Cursor, shuffled: Cursor, name: str, aggregation: str
) -> None:
    """Not even the last bit."""
    found = answer(shuffled, name, aggregation, period="week", by=cuts(name)[:1])

    expected = answer(now, name, aggregation, period="week", by=cuts(name)[:1])
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


@pytest.mark.parametrize(
    "name, aggregation", [(name, how) for name, how in EVERY if not catalog()[name].cohort]
)
def test_a_closed_week_does_not_change_when_later_events_are_added(
    twice: tuple[Cursor, Cursor], name: str, aggregation: str
) -> None:
    """The weeks closed on 8 March are the same figures three weeks later."""
    asked: Row = {"period": "week", "end": T("2026-03-09")}
    before = answer(twice[0], name, aggregation, **asked)

    after = answer(twice[1], name, aggregation, **asked)

    assert before["n"].sum() > 0
    pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize("name", [each.name for each in catalog().values() if each.cohort])
def test_a_cohort_only_ever_gains_rows(twice: tuple[Cursor, Cursor], name: str) -> None:
    """What was counted of a closed week still is; what was still open then may join it."""
    asked: Row = {"period": "week", "end": T("2026-03-09")}
    before = answer(twice[0], name, "count", **asked)["n"]

    after = answer(twice[1], name, "count", **asked)["n"]

    assert (before <= after).all()
    assert before.sum() > 0


@pytest.mark.parametrize("name, aggregation", EVERY)
def test_rows_behind_a_figure_are_as_many_as_its_n(
    now: Cursor, name: str, aggregation: str
) -> None:
    """The list a click opens is the list that was counted, also within a range and a filter."""
    asked = Question(
        metric=name, aggregation=aggregation, start=T("2026-02-16"), end=T("2026-03-16"),
        where=narrowing(name)[:1],
    )  # fmt: skip
    metric = catalog()[name]
    figure = run(now, metric, asked).iloc[0]

    rows = rows_behind(now, metric, asked)

    assert len(rows) == figure["n"]
    assert not rows.duplicated(list(metric.key)).any()
    if aggregation == "sum":
        assert rows["value"].sum() == pytest.approx(figure["value"])


@pytest.mark.parametrize("metric", catalog().values(), ids=lambda m: m.name)
def test_every_definition_runs_as_it_stands(metric: Metric, little: Cursor) -> None:
    """In an empty and in a one-case warehouse, with every column its header promises."""
    frame = little.execute(metric.sql).df()
    run(little, metric, Question(metric=metric.name, by=metric.dimensions))

    assert set(metric.columns) <= set(frame.columns)


@pytest.mark.parametrize("name, aggregation", EVERY)
@pytest.mark.parametrize("period", ["all", "week"])
def test_no_value_is_bound_in_vain(name: str, aggregation: str, period: str) -> None:
    """DuckDB 2.0 refuses a statement given more parameters than it names."""
    asked: Row = {"metric": name, "aggregation": aggregation, "period": period}
    where = narrowing(name)

    compiled = compile_sql(
        catalog()[name], Question(**asked, start=T("2026-03-02"), end=T("2026-03-09"), where=where)
    )

    assert all(f"${key}" in compiled.sql for key in compiled.parameters)
    assert not any(word in compiled.sql for _, words in where for word in words)
