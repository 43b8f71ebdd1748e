"""How often a signal is false, and how often a planted change is found: simulated, seeded.

Theory for false signals: an individual point beyond limits drawn from m points is beyond a
t-distribution with the effective degrees of freedom of their mean moving range (Bissell, 1994);
eight in a row on one side end at one point in 128; a p-chart is summed over every centre that its
baseline can have; exact tests err at most at their level. What is measured may lie above by three
standard errors of the simulation.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, t

from metrics.comparison import ALPHA, Lives, counts, quantiles, shares
from metrics.statistics import FEWEST_EACH, SIGMAS, SIGNAL, Values, share_signals, signals

SERIES, PAIRS, SLOW_PAIRS = 2_000, 4_000, 200  # slow: each pair is resampled 2,000 times
SEED = 20_261_122
RUN_BY_CHANCE = 1 / 128
WITHIN = 8  # weeks in which a shift should be found


@dataclass(frozen=True)
class Line:
    """One row of the table: the share that was called a signal, and its bound."""

    title: str
    measured: float
    bound: float
    is_false: bool
    trials: int

    @property
    def is_held(self) -> bool:
        """False signals stay below the bound, found changes above, less what chance explains."""
        slack = 3 * math.sqrt(max(self.bound * (1 - self.bound), 1e-9) / self.trials)
        if self.is_false:
            return self.measured <= self.bound + slack
        return self.measured >= self.bound - slack


def main() -> bool:
    """Print every line; whether all hold."""
    lines = [line() for line in LINES]
    print(f"\n{'called a signal':<62}{'measured':>9}{'bound':>9}")
    for line in lines:
        sign = "<=" if line.is_false else ">="
        state = "" if line.is_held else "   missed"
        print(f"  {line.title:<60}{line.measured:>8.2%} {sign}{line.bound:>7.2%}{state}")
    return all(line.is_held for line in lines)


def steady(earlier: int, trials: int = SERIES) -> Line:
    """The next point of a steady series, judged by its earlier ones."""
    dice = np.random.default_rng(SEED)
    found = _share(trials, lambda: signals(_series(dice, earlier))[-1] == SIGNAL)
    title = f"steady weekly series, {earlier} earlier weeks"
    return Line(title, found, _beyond(earlier) + RUN_BY_CHANCE, True, trials)


def steady_share(n: int, earlier: int, trials: int = SERIES) -> Line:
    """The next point of a steady share of 95 % of n."""
    dice = np.random.default_rng(SEED)

    def is_signal() -> bool:
        hits = dice.binomial(n, 0.95, earlier + 1).tolist()
        return share_signals(hits, [n] * (earlier + 1))[-1] == SIGNAL

    runs = RUN_BY_CHANCE if n * 0.05 >= FEWEST_EACH else 0.0
    bound = _outside(n, earlier) + runs
    title = f"steady 95 % of {n} a week, {earlier} earlier weeks"
    return Line(title, _share(trials, is_signal), bound, True, trials)


def shifted(sigmas: float, weeks: int, power: float, trials: int = SERIES) -> Line:
    """A level that rises by so many sigmas after 26 weeks, found within so many weeks."""
    dice = np.random.default_rng(SEED)

    def is_found() -> bool:
        marks = signals(_series(dice, 26 + weeks - 1, shift_at=26, shift=sigmas))
        return SIGNAL in marks[26:]

    title = f"rise of {sigmas:g} sigma found within {weeks} week{'s' if weeks > 1 else ''}"
    return Line(title, _share(trials, is_found), power, False, trials)


def fallen_share(n: int, weeks: int, power: float, trials: int = SERIES) -> Line:
    """95 % that falls to 85 % after 26 weeks."""
    dice = np.random.default_rng(SEED)

    def is_found() -> bool:
        hits = [*dice.binomial(n, 0.95, 26).tolist(), *dice.binomial(n, 0.85, weeks).tolist()]
        return SIGNAL in share_signals(hits, [n] * len(hits))[26:]

    title = f"95 % to 85 % of {n} a week, found within {weeks} weeks"
    return Line(title, _share(trials, is_found), power, False, trials)


def share_pairs(after: float, bound: float, trials: int = PAIRS) -> Line:
    """Two periods of 200 promises, 95 % kept in the first."""
    dice = np.random.default_rng(SEED)

    def is_signal() -> bool:
        first, second = dice.binomial(200, [0.95, after])
        return shares((int(first), 200), (int(second), 200)).label == SIGNAL

    title = f"two periods of 200 promises, 95 % and {after:.0%}"
    return Line(title, _share(trials, is_signal), bound, after == 0.95, trials)


def count_pairs(after: float, bound: float, trials: int = PAIRS) -> Line:
    """Two periods, 100 cases expected in the first."""
    dice = np.random.default_rng(SEED)

    def is_signal() -> bool:
        return counts(int(dice.poisson(100)), int(dice.poisson(after))).label == SIGNAL

    title = f"two periods of 100 and {after:g} cases expected"
    return Line(title, _share(trials, is_signal), bound, after == 100, trials)


def median_pairs(factor: float, bound: float, trials: int = SLOW_PAIRS) -> Line:
    """Two periods of 100 cases, log-normal times, a fifth still open."""
    dice = np.random.default_rng(SEED)

    def is_signal() -> bool:
        first, second = (_lives(dice, 28_800 * scale) for scale in (1.0, factor))
        return quantiles(first, second).label == SIGNAL

    title = f"two medians of 100 cases, the second {factor:g} times as long"
    return Line(title, _share(trials, is_signal), bound, factor == 1.0, trials)


LINES: tuple[Callable[[], Line], ...] = (
    lambda: steady(12),
    lambda: steady(26),
    lambda: steady(52),
    lambda: steady_share(20, 26),
    lambda: steady_share(100, 26),
    lambda: share_pairs(0.95, ALPHA),
    lambda: count_pairs(100, ALPHA),
    lambda: median_pairs(1.0, ALPHA),
    lambda: shifted(3, 1, 0.45),
    lambda: shifted(3, WITHIN, 0.95),
    lambda: shifted(2, WITHIN, 0.80),
    lambda: shifted(1, WITHIN, 0.30),
    lambda: fallen_share(20, WITHIN, 0.60),
    lambda: fallen_share(100, 4, 0.95),
    lambda: share_pairs(0.85, 0.75),
    lambda: count_pairs(150, 0.70),
    lambda: median_pairs(2.0, 0.85),
)


def _series(
    dice: np.random.Generator, earlier: int, shift_at: int | None = None, shift: float = 0.0
) -> Values:
    values = dice.normal(100, 10, earlier + 1)
    if shift_at is not None:
        values[shift_at:] += 10 * shift
    found: list[float] = values.tolist()
    return found


def _lives(dice: np.random.Generator, middle: float) -> Lives:
    """A hundred log-normal times with this median, each fifth one seen only in part."""
    ages = np.maximum(1, middle * np.exp(dice.normal(0, 1, 100))).astype(np.int64)
    is_event = np.arange(100) % 5 > 0
    seen = np.where(is_event, ages, np.maximum(1, ages // 2))
    return Lives(np.zeros(100, np.int64), seen, is_event)


def _share(trials: int, is_hit: Callable[[], bool]) -> float:
    return sum(is_hit() for _ in range(trials)) / trials


def _beyond(earlier: int) -> float:
    """A point of a steady series beyond 3-sigma limits that were drawn from so many points."""
    spread = (0.826 * earlier - 1.082) / (earlier - 1) ** 2 / 1.128**2
    return float(2 * t.sf(SIGMAS / math.sqrt(1 + 1 / earlier), 1 / (2 * spread)))


def _outside(n: int, earlier: int) -> float:
    """A steady 95 % of n outside p-chart limits, over every centre its baseline can have."""
    hits = np.arange(n * earlier + 1)
    centre = hits / (n * earlier)
    reach = SIGMAS * np.sqrt(centre * (1 - centre) / n)
    low, high = np.maximum(0, centre - reach), np.minimum(1, centre + reach)
    below = binom.cdf(np.ceil(n * low - 1e-9) - 1, n, 0.95)
    above = binom.sf(np.floor(n * high + 1e-9), n, 0.95)
    return float(np.sum(binom.pmf(hits, n * earlier, 0.95) * (below + above)))
