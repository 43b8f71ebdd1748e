"""The Kaplan-Meier quantiles in SQL against statsmodels, with open work and delayed entry."""

from collections.abc import Iterator
from datetime import timedelta

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from metrics.catalog import catalog
from metrics.query import Question, run
from tests.builders import Row, T, case, marts, put

START, END = T("2026-03-02"), T("2026-03-09")
Life = tuple[int, int | None, bool]
MINUTE = timedelta(minutes=1)
WEEK = 7 * 1440
# (minutes from creation to the start of the week, minutes to the end, does it end by its event)
LIVES = st.lists(
    st.tuples(
        st.integers(-WEEK + 1, 3000),
        st.one_of(st.none(), st.integers(1, 12000)),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    """One database for all examples; each fills it anew."""
    with marts() as connection:
        yield connection


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(lives=LIVES)
def test_quantiles_agree_with_statsmodels(
    cursor: duckdb.DuckDBPyConnection, lives: list[Life]
) -> None:
    """A case older than the week joins the risk set at the age it had when the week began."""
    put(cursor, *(_case(*life) for life in lives))
    stretches = [stretch for life in lives if (stretch := _stretch(*life))]
    metric = catalog()["acknowledge_time"]

    for aggregation, still_open in (("survival_median", 0.5), ("survival_p90", 0.1)):
        asked = Question(metric=metric.name, aggregation=aggregation, start=START, end=END)
        found = run(cursor, metric, asked.model_copy(update={"period": "week"})).iloc[0]
        whole = run(cursor, metric, asked).iloc[0]

        expected = _statsmodels(stretches, still_open)
        assert found["n"] == len(stretches)
        assert (None if found["value"] != found["value"] else found["value"]) == expected
        assert (whole["n"], repr(whole["value"])) == (found["n"], repr(found["value"]))


def _case(before: int, lasts: int | None, is_event: bool) -> tuple[str, Row]:
    created = START - before * MINUTE
    ended = None if lasts is None else created + lasts * MINUTE
    return case(
        created_at=created,
        acknowledged_at=ended if is_event else None,
        ended_at=None if is_event else ended,
    )


def _stretch(before: int, lasts: int | None, is_event: bool) -> tuple[int, int, bool] | None:
    """Ages at entry and exit within the week, in minutes."""
    leaves = WEEK + before if lasts is None else min(lasts, WEEK + before)
    if lasts is not None and lasts < before:
        return None
    ends_inside = lasts is not None and lasts < WEEK + before
    return max(0, before), leaves, is_event and ends_inside


def _statsmodels(stretches: list[tuple[int, int, bool]], still_open: float) -> float | None:
    """Ours are at risk from their entry on, theirs only after it: half a minute earlier."""
    if not any(is_event for _, _, is_event in stretches):
        return None
    entry, leave, event = (np.array(each, float) for each in zip(*stretches, strict=True))
    curve = SurvfuncRight(leave, event, entry=entry - 0.5)
    pairs = zip(curve.surv_times, curve.surv_prob, strict=True)
    return min((t for t, share in pairs if share <= still_open + 1e-9), default=None)
