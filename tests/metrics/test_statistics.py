"""Statistics against statsmodels and scipy, and the labels by their rules."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from metrics.statistics import (
    NORMAL,
    SIGNAL,
    TOO_EARLY,
    limits,
    limits_of_last,
    share_limits,
    share_signals,
    signals,
    wilson,
)
from tests.reference_figures import survival

CALM = [10.0, 12.0, 11.0, 9.0, 10.0, 11.0, 12.0, 10.0, 9.0, 11.0, 10.0, 12.0]


@given(st.integers(1, 5000), st.data())
def test_wilson_agrees_with_statsmodels_and_scipy(n: int, data: st.DataObject) -> None:
    """Wilson (1927), without continuity correction."""
    hits = data.draw(st.integers(0, n))

    found = wilson(hits, n)

    assert found == pytest.approx(proportion_confint(hits, n, method="wilson"), abs=1e-12)
    theirs = binomtest(hits, n).proportion_ci(method="wilson")
    assert found == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_wilson_of_nothing_is_null() -> None:
    """Nothing counted gives null, never 0."""
    assert wilson(0, 0) is None


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=60))
def test_the_slow_kaplan_meier_agrees_with_statsmodels(lives: list[tuple[int, bool]]) -> None:
    """The median is the least age at which at most half go on; the SQL is held against it."""
    ages, events = zip(*lives, strict=True)
    curve = SurvfuncRight(np.array(ages, float), np.array(events, int))
    reached = [t for t, s in zip(curve.surv_times, curve.surv_prob, strict=True) if s <= 0.5 + 1e-9]

    found = survival([(0, age, event) for age, event in lives], 0.5)

    assert found == (min(reached) if reached else None)


def test_limits_by_hand() -> None:
    """2, 4, 3, 5: mean 3.5; moves 2, 1, 2 of mean 5/3; reach 2.66 x 5/3 = 4.4333."""
    found = limits([2, 4, None, 3, 5])

    assert found is not None
    assert (found.centre, found.n) == (3.5, 4)
    assert (found.lower, found.upper) == pytest.approx((3.5 - 4.43333, 3.5 + 4.43333), abs=1e-4)


def test_limits_need_two_points() -> None:
    """One point has no moving range."""
    assert limits([1.0]) is None
    assert limits([]) is None


def test_a_point_outside_the_limits_is_a_signal() -> None:
    """Rule 1; the point itself is no part of its baseline."""
    assert signals([*CALM, 40.0])[-1] == SIGNAL
    assert signals([*CALM, 11.0])[-1] == NORMAL


def test_eight_in_a_row_on_one_side_are_a_signal() -> None:
    """Rule 2, though each of the eight is within the limits."""
    found = signals([*CALM, 9.0, *[11.5] * 8], baseline=12)

    assert found[-2:] == [NORMAL, SIGNAL]


def test_under_twelve_periods_it_is_too_early_to_say() -> None:
    """However far the point lies."""
    assert signals([*CALM[:11], 900.0])[-1] == TOO_EARLY
    assert signals([*CALM, 900.0])[-1] == SIGNAL


@pytest.mark.parametrize("nothing", [None, math.nan])
def test_a_period_without_a_value_is_neither(nothing: float | None) -> None:
    """Nothing counted is nothing to judge, and no part of a baseline."""
    assert signals([*CALM, nothing])[-1] == TOO_EARLY
    assert limits([*CALM, nothing]) == limits(CALM)


def test_share_limits_by_hand() -> None:
    """90 of 100: 0.9 -/+ 3 sqrt(0.09 / 36) = 0.75 to 1.05, which is cut at 1."""
    found = share_limits([40, 50], [50, 50], 36)

    assert found is not None
    assert (found.lower, found.upper) == pytest.approx((0.75, 1.0))


def test_the_same_share_is_a_signal_only_if_n_is_large_enough() -> None:
    """Limits go by n: 20 of 25 may be chance where 160 of 200 is not."""
    hits, counts = [95.0] * 12, [100.0] * 12

    assert share_signals([*hits, 21], [*counts, 25])[-1] == NORMAL
    assert share_signals([*hits, 168], [*counts, 200])[-1] == SIGNAL


def test_a_share_of_fewer_than_five_is_never_judged() -> None:
    """Under 5 decided there are counts, no percentage."""
    assert share_signals([*[95.0] * 12, 0], [*[100.0] * 12, 4])[-1] == TOO_EARLY


def test_a_share_of_many_is_judged_by_its_own_variation() -> None:
    """At large n a p-chart would call everything a signal."""
    shares = [0.90, 0.92, 0.91, 0.89, 0.90, 0.91, 0.92, 0.90, 0.89, 0.91, 0.90, 0.92, 0.90]
    hits, counts = [s * 100_000 for s in shares], [100_000.0] * 13

    assert share_signals(hits, counts)[-1] == NORMAL


def test_the_last_point_is_judged_by_the_limits_shown() -> None:
    """What a chart draws and what the label says come from the same limits."""
    found = limits_of_last([*CALM, 40.0])

    assert found == limits(CALM)
    assert found is not None
    assert not found.hold(40.0)
    assert limits_of_last([]) is None


def test_a_run_of_a_lopsided_share_is_no_signal() -> None:
    """Of 20 at 95 % three weeks in four have 19 or 20: eight of those in a row say nothing. Of
    200, with ten misses expected, they do."""
    few = share_signals([18.0] * 12 + [19.0] * 8, [20.0] * 20)
    many = share_signals([189.0] * 12 + [191.0] * 8, [200.0] * 20)

    assert few[-1] == NORMAL
    assert many[-1] == SIGNAL
