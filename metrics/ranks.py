"""Whether the rows of two periods rank otherwise: Mann and Whitney's test on tallies; no SQL."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import mannwhitneyu

from metrics.comparison import Integers, Values, label
from metrics.statistics import FEWEST_DECIDED, NORMAL, TOO_EARLY

MANY_RANKED = 10_000  # rows of both periods that are ranked from their tallies
EXACT_UP_TO = 8  # rows of one period for which scipy knows the exact chance


@dataclass(frozen=True)
class Tally:
    """Values and how many rows have each."""

    values: Values
    counts: Integers


def ranks(before: Tally, after: Tally) -> str:
    """Whether the rows or weeks of one period rank otherwise than those of another: the label.
    Fewer than 5 in either: too early to say.

    Source: Mann and Whitney (1947).
    """
    sizes = [int(one.counts.sum()) for one in (before, after)]
    if min(sizes) < FEWEST_DECIDED:
        return TOO_EARLY
    if len(np.union1d(before.values, after.values)) == 1:
        return NORMAL  # nothing varied, and ranks are undefined
    if sum(sizes) < MANY_RANKED or min(sizes) <= EXACT_UP_TO:
        rows = (np.repeat(one.values, one.counts) for one in (before, after))
        return label(float(mannwhitneyu(*rows).pvalue))
    return label(many_ranked(before, after))


def many_ranked(before: Tally, after: Tally) -> float:
    """The chance that scipy's `mannwhitneyu` gives for many rows (normal, with ties and the
    continuity correction), from their tallies: to rank a million rows takes it 0.17 s."""
    known = np.union1d(before.values, after.values)
    first, second = np.zeros(len(known)), np.zeros(len(known))
    for one, found in ((before, first), (after, second)):
        found[np.searchsorted(known, one.values)] = one.counts
    pairs, tied = first.sum() * second.sum(), first + second
    n = tied.sum()
    spread = math.sqrt(pairs / 12 * (n + 1 - (tied**3 - tied).sum() / (n * (n - 1))))
    above = (second * (np.cumsum(first) - first / 2)).sum()
    return min(1.0, math.erfc((abs(above - pairs / 2) - 0.5) / spread / math.sqrt(2)))
