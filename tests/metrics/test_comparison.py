"""Two periods compared: against statsmodels and scipy, by hand, and by how often it cries wolf."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import fisher_exact, mannwhitneyu
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from metrics.comparison import (
    Banded,
    Lives,
    bands,
    counts,
    kaplan_meier,
    quantiles,
    reached,
    shares,
)
from metrics.ranks import MANY_RANKED, Tally, many_ranked, ranks
from metrics.statistics import NORMAL, SIGNAL, TOO_EARLY


def lives(ages: list[int], censored: int = 0, entry: int = 0) -> Lives:
    """Lives that end at these ages; the last `censored` of them are still open there."""
    is_event = np.arange(len(ages)) < len(ages) - censored
    return Lives(np.full(len(ages), entry), np.array(ages), is_event)


@pytest.mark.parametrize(
    ("before", "after"), [((190, 200), (150, 180)), ((5, 5), (0, 7)), ((34, 36), (29, 36))]
)
def test_shares_agree_with_scipy_and_statsmodels(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    """Fisher's exact p, and Newcombe's interval of the difference."""
    found = shares(before, after)

    table = [[before[0], before[1] - before[0]], [after[0], after[1] - after[0]]]
    assert found.p_value == pytest.approx(fisher_exact(table).pvalue)
    theirs = confint_proportions_2indep(
        after[0], after[1], before[0], before[1], method="newcomb", compare="diff"
    )
    assert (found.low, found.high) == pytest.approx(theirs, abs=1e-9)


def test_shares_by_hand() -> None:
    """5 of 5 and 0 of 5: one of 252 ways to share five hits, and its mirror: p = 2/252."""
    found = shares((5, 5), (0, 5))

    assert found.p_value == pytest.approx(2 / 252)
    assert (found.difference, found.label) == (-1.0, SIGNAL)


def test_share_of_four_is_not_judged() -> None:
    """Under five, counts are shown and nothing is said."""
    assert shares((4, 4), (0, 40)).label == TOO_EARLY
    assert shares((0, 0), (3, 9)).before is None


def test_counts_agree_with_statsmodels() -> None:
    """20 in one week against 41 in the next, and against 41 in two weeks."""
    equal, longer = counts(20, 41), counts(20, 41, ratio=2.0)

    assert equal.p_value == pytest.approx(
        poisson_test(41, 1, 20, 1, method="exact-cond").pvalue, abs=1e-12
    )
    assert (equal.difference, equal.label) == (21, SIGNAL)
    assert (longer.difference, longer.label) == (0.5, NORMAL)


def test_nothing_against_nothing_says_nothing() -> None:
    """No event in either period is no evidence of calm."""
    assert counts(0, 0).label == TOO_EARLY


def test_kaplan_meier_agrees_with_statsmodels_under_delayed_entry() -> None:
    """Lives enter the risk set late, as in a closed period."""
    dice = np.random.default_rng(4)
    entry = dice.integers(0, 40, 200)
    exit_ = entry + 1 + dice.integers(0, 60, 200)
    is_event = dice.random(200) < 0.7
    # Ours is at risk from its entry on, theirs only after it: entry - 1 says the same.
    curve = SurvfuncRight(exit_.astype(float), is_event.astype(int), entry=entry - 1.0)
    reached = [t for t, s in zip(curve.surv_times, curve.surv_prob, strict=True) if s <= 0.5]

    found = kaplan_meier(Lives(entry, exit_, is_event), 0.5)

    assert found == reached[0]


def test_medians_far_apart_are_a_signal_and_equal_ones_are_not() -> None:
    calm = lives([60 * n for n in range(1, 41)])
    slow = lives([240 * n for n in range(1, 41)], censored=6)

    assert quantiles(calm, slow).label == SIGNAL
    assert quantiles(calm, calm).label == NORMAL
    assert quantiles(calm, slow) == quantiles(calm, slow)  # seeded: the same every time


def test_median_that_is_not_reached_says_nothing() -> None:
    """Ten cases of which eight are still open have no median yet."""
    assert quantiles(lives([60] * 10), lives([60] * 10, censored=8)).label == TOO_EARLY


def test_equal_weeks_are_called_a_signal_as_rarely_as_promised() -> None:
    """Under no change at most 1 in 100. A fall from 95 % to 80 % on 100 promises is found in
    about seven of ten pairs of weeks."""
    dice = np.random.default_rng(7)
    met = dice.binomial(100, 0.95, (1000, 2))
    worse = dice.binomial(100, 0.80, 300)
    arrivals = dice.poisson(30, (1000, 2))

    cries = [shares((int(a), 100), (int(b), 100)).label == SIGNAL for a, b in met]
    found = [
        shares((int(a), 100), (int(b), 100)).label == SIGNAL
        for a, b in zip(met[:300, 0], worse, strict=True)
    ]
    noise = [counts(int(a), int(b)).label == SIGNAL for a, b in arrivals]

    assert np.mean(cries) <= 0.01
    assert np.mean(noise) <= 0.01
    assert np.mean(found) >= 0.65


def test_bands_by_hand() -> None:
    """22 to 26 h and 27 to 33 h: spreads of 1.02 and 1.53 h make 1.84 h, 6 h apart."""
    hour = 3600.0
    before = Banded(24 * hour, 22 * hour, 26 * hour)

    far = bands(before, Banded(30 * hour, 27 * hour, 33 * hour))
    near = bands(before, Banded(27 * hour, 24 * hour, 30 * hour))

    assert far.difference == 6 * hour
    assert far.p_value == pytest.approx(0.0011, abs=0.0002)
    assert (far.label, near.label) == (SIGNAL, NORMAL)
    assert near.p_value == pytest.approx(0.10, abs=0.01)


def test_a_band_without_an_end_says_nothing() -> None:
    """Too few ended for the upper limit: nobody knows how far apart."""
    assert bands(Banded(1.0, 0.5, None), Banded(2.0, 1.5, 3.0)).label == TOO_EARLY


@given(
    st.lists(st.integers(0, 40), min_size=5, max_size=60),
    st.lists(st.integers(10, 50), min_size=5, max_size=60),
)
def test_many_rows_are_ranked_as_scipy_ranks_them(before: list[int], after: list[int]) -> None:
    """Where many are ranked, ties and all, our shorter way gives scipy's chance."""
    assume(len({*before, *after}) > 1)
    theirs = mannwhitneyu(before, after, method="asymptotic").pvalue
    first, second = (Tally(*np.unique(each, return_counts=True)) for each in (before, after))
    assert many_ranked(first, second) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


def test_few_rows_against_many_are_judged_exactly() -> None:
    """Five rows among ten thousand: by the normal distribution 1.3 %, in truth 0.99 %."""
    few = Tally(np.array([300.5, 1200.5, 1900.5, 2400.5, 3200.5]), np.ones(5, np.int64))
    many = Tally(np.arange(10_000.0), np.ones(10_000, np.int64))
    assert few.counts.sum() + many.counts.sum() >= MANY_RANKED
    assert ranks(few, many) == SIGNAL


def test_a_large_side_is_resampled_in_the_same_room() -> None:
    """Some hundreds against twenty thousand: a few resamples at a time."""
    dice = np.random.default_rng(7)
    first, second = (
        Lives(np.zeros(n, np.int64), dice.integers(1, 900, n), np.ones(n, np.bool_))
        for n in (450, 20_000)
    )
    tracemalloc.start()
    found = quantiles(first, second, 0.5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.label == NORMAL
    assert peak < 250e6


LIFE = st.tuples(st.integers(0, 9), st.integers(1, 9), st.booleans())


@given(st.lists(LIFE, min_size=1, max_size=12), st.integers(0))
def test_all_resamples_at_once_are_each_by_itself(
    told: list[tuple[int, int, bool]], seed: int
) -> None:
    """The quantile of lives that count several times or never is that of the lives written out."""
    entry, exit_, is_event = (np.array(each) for each in zip(*told, strict=True))
    lives = Lives(entry, entry + exit_, is_event)
    drawn = np.random.default_rng(seed).integers(0, 3, (4, len(told))).astype(float)
    for many, found in zip(drawn.astype(int), reached(lives, drawn, 0.5), strict=True):
        one = Lives(*(np.repeat(each, many) for each in (lives.entry, lives.exit, lives.is_event)))
        assert (kaplan_meier(one, 0.5) or np.inf) == found
