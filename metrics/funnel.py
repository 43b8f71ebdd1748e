"""Which of many shares differ from the share of all by more than chance explains; no SQL.

Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance; limits are
those of the exact binomial distribution.
"""

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

# One of a thousand lies beyond each limit by chance alone: of sixty accounts one in eight
# quarters, where two sigma would accuse three every quarter.
TAIL = 0.001

Integers = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]


def limits(counts: Integers, share: float) -> tuple[Shares, Shares]:
    """The lowest and the highest share of each count that chance alone explains when the share
    of all is `share`, drawn smoothly between whole hits. Counts are at least 1."""
    lower, upper = (binom.ppf(tail, counts, share) for tail in (TAIL, 1 - TAIL))
    down = (binom.cdf(lower, counts, share) - TAIL) / binom.pmf(lower, counts, share)
    up = (binom.cdf(upper, counts, share) - (1 - TAIL)) / binom.pmf(upper, counts, share)
    return np.maximum(0.0, (lower - down) / counts), np.minimum(1.0, (upper + 1 - up) / counts)


def sides(hits: Integers, counts: Integers, share: float) -> Integers:
    """-1 where hits of counts lie below what chance explains, 1 where above, else 0."""
    below = hits < binom.ppf(TAIL, counts, share)
    above = hits > binom.ppf(1 - TAIL, counts, share)
    return above.astype(np.int64) - below.astype(np.int64)
