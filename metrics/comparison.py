"""Two periods compared: how far apart, how sure, and whether chance alone explains it.

Pure functions over counts and lives; no SQL. Exact tests where one exists (shares, counts), a
seeded bootstrap for Kaplan-Meier quantiles, whose spread has no simple form under censoring.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest, fisher_exact

from metrics.statistics import FEWEST_DECIDED, NORMAL, SIGNAL, TOO_EARLY, Z, wilson

# A difference that chance alone shows less often than this between two equal periods is a
# signal: the same 1 in 370 as three-sigma limits would leave a leader with real changes unread,
# 1 in 20 would cry wolf every other month on ten tiles.
ALPHA = 0.01
RESAMPLES = 2_000  # the 0.5 % tails then rest on ten resamples each
SEED = 20_261_122
CELLS = 100_000  # of resamples times lives that are drawn at once: more leave the cache

Integers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Comparison:
    """`after` less `before` in the figure's own unit, the 95 % interval of the difference, the
    chance of one as large when nothing changed, and the label; null where nothing can be said."""

    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    label: str


@dataclass(frozen=True)
class Lives:
    """Ages at entry and exit in seconds and whether each life ended there, one entry a life."""

    entry: Integers
    exit: Integers
    is_event: npt.NDArray[np.bool_]


def shares(before: tuple[int, int], after: tuple[int, int]) -> Comparison:
    """Two shares given as (hits, n): Fisher's exact test and Newcombe's interval of the
    difference. Fewer than 5 in either: too early to say.

    Source: Fisher (1935); Newcombe (1998), method 10.
    """
    (met, of), (met_after, of_after) = before, after
    first, second = _share(before), _share(after)
    if first is None or second is None or min(of, of_after) < FEWEST_DECIDED:
        return Comparison(first, second, None, None, None, None, TOO_EARLY)
    table = [[met, of - met], [met_after, of_after - met_after]]
    p_value = float(fisher_exact(table).pvalue)
    low, high = _newcombe(before, after)
    return Comparison(first, second, second - first, low, high, p_value, label(p_value))


def counts(before: int, after: int, ratio: float = 1.0) -> Comparison:
    """Two counts of independent events; `ratio` is the length of the second period over the
    first. Difference per first period. Nothing in both: too early to say.

    Source: the conditional binomial test of two Poisson rates, Przyborowski and Wilenski (1940).
    """
    total = before + after
    rate = after / ratio
    if total == 0:
        return Comparison(0.0, 0.0, 0.0, None, None, None, TOO_EARLY)
    test = binomtest(after, total, ratio / (1 + ratio))
    share = test.proportion_ci(0.95, method="exact")
    low, high = (_rate_change(part, total, ratio) for part in (share.low, share.high))
    p_value = float(test.pvalue)
    return Comparison(before, rate, rate - before, low, high, p_value, label(p_value))


def paces(before: tuple[int, float], after: tuple[int, float]) -> Comparison:
    """Two counts given as (n, days), compared a day: `counts`, each figure divided by the days of
    the first period."""
    (counted, days), (counted_after, days_after) = before, after
    seen = counts(counted, counted_after, days_after / days)
    figures = (seen.before, seen.after, seen.difference, seen.low, seen.high)
    first, second, apart, low, high = (None if one is None else one / days for one in figures)
    return Comparison(first, second, apart, low, high, seen.p_value, seen.label)


def quantiles(before: Lives, after: Lives, still_open: float = 0.5) -> Comparison:
    """Two Kaplan-Meier quantiles in seconds: percentile bootstrap of the difference, seeded.

    A resample that never reaches the quantile counts as infinitely long. Fewer than 5 ends in
    either, or a quantile that is not reached: too early to say. Source: Efron (1981).
    """
    first, second = (kaplan_meier(lives, still_open) for lives in (before, after))
    ends = min(int(before.is_event.sum()), int(after.is_event.sum()))
    if first is None or second is None or ends < FEWEST_DECIDED:
        return Comparison(first, second, None, None, None, None, TOO_EARLY)
    dice = np.random.default_rng(SEED)
    resampled = [_resampled(lives, still_open, dice) for lives in (before, after)]
    is_known = np.isfinite(resampled).any(axis=0)
    known = resampled[1][is_known] - resampled[0][is_known]
    low, high = (float(np.quantile(known, q, method="nearest")) for q in (0.025, 0.975))
    tail = min((known <= 0).mean(), (known >= 0).mean())
    p_value = min(1.0, 2 * max(float(tail), 1 / len(known)))
    return Comparison(first, second, second - first, low, high, p_value, label(p_value))


@dataclass(frozen=True)
class Banded:
    """A Kaplan-Meier quantile in seconds with its 95 % band; null where it is not reached."""

    value: float | None
    low: float | None
    high: float | None


def bands(before: Banded, after: Banded) -> Comparison:
    """Two Kaplan-Meier quantiles of many lives: the difference is about normal, its spread that
    of the two bands. A limit that is not reached: too early to say.

    Source: Brookmeyer and Crowley (1982) for the band; the test is Wald's.
    """
    ends = (before.low, before.high, after.low, after.high, before.value, after.value)
    if any(end is None or math.isnan(end) for end in ends):
        return Comparison(before.value, after.value, None, None, None, None, TOO_EARLY)
    low, high, low_after, high_after, first, second = (float(end or 0) for end in ends)
    spread = math.hypot(high - low, high_after - low_after) / (2 * Z)
    change = second - first
    if spread == 0:
        p_value = 1.0 if change == 0 else 0.0
    else:
        p_value = math.erfc(abs(change) / spread / math.sqrt(2))
    half = Z * spread
    return Comparison(first, second, change, change - half, change + half, p_value, label(p_value))


def kaplan_meier(lives: Lives, still_open: float) -> float | None:
    """The least age in seconds at which at most `still_open` go on; None if never reached."""
    once = np.ones((1, len(lives.exit)))
    found = float(reached(lives, once, still_open)[0])
    return None if math.isinf(found) else found


def reached(lives: Lives, drawn: Values, still_open: float) -> Values:
    """That age for every row of `drawn`, which says how often each life counts; infinite if
    never reached."""
    ages = np.unique(lives.exit[lives.is_event])
    if not len(ages):
        return np.full(len(drawn), np.inf)
    joined = _counted(drawn, lives.entry, ages, "right")
    at_risk = joined - _counted(drawn, lives.exit, ages, "left")
    ended = _counted(drawn[:, lives.is_event], lives.exit[lives.is_event], ages, "right")
    share = np.cumprod(1 - np.diff(ended, prepend=0, axis=1) / np.maximum(at_risk, 1), axis=1)
    is_there = share <= still_open + 1e-12
    return np.where(is_there.any(axis=1), ages[is_there.argmax(axis=1)], np.inf)


def _counted(
    drawn: Values, known: Integers, ages: Integers, side: Literal["left", "right"]
) -> Values:
    """For every row of `drawn`, how many lives have a `known` age up to each of `ages`."""
    order = np.argsort(known)
    sums = np.zeros((len(drawn), len(known) + 1))
    np.cumsum(drawn[:, order], axis=1, out=sums[:, 1:])
    return sums[:, np.searchsorted(known[order], ages, side=side)]


def _resampled(lives: Lives, still_open: float, dice: np.random.Generator) -> Values:
    """That age for each of RESAMPLES, a few of them at a time."""
    n = len(lives.exit)
    found = np.empty(RESAMPLES)
    step = max(1, CELLS // n)
    for first in range(0, RESAMPLES, step):
        rows = min(step, RESAMPLES - first)
        picked = dice.integers(0, n, (rows, n)) + n * np.arange(rows)[:, None]
        drawn = np.bincount(picked.ravel(), minlength=rows * n).reshape(rows, n)
        found[first : first + rows] = reached(lives, drawn.astype(float), still_open)
    return found


def _share(counted: tuple[int, int]) -> float | None:
    hits, n = counted
    return hits / n if n else None


def _newcombe(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float]:
    first, second = before[0] / before[1], after[0] / after[1]
    one, two = wilson(*before), wilson(*after)
    assert one is not None
    assert two is not None
    change = second - first
    down = math.hypot(second - two[0], one[1] - first)
    up = math.hypot(two[1] - second, first - one[0])
    return change - down, change + up


def _rate_change(share: float, total: int, ratio: float) -> float:
    """The difference of rates when this share of all events fell into the second period."""
    return share * total / ratio - (1 - share) * total


def label(p_value: float) -> str:
    """What a chance says: a signal, or normal variation."""
    return SIGNAL if p_value < ALPHA else NORMAL
