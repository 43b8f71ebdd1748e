"""Is the change real? Process behaviour limits and labels, in plain Python; no SQL, no charts.

Source: Shewhart's individuals chart (XmR) as in Wheeler, Understanding Variation (1993), and
the p-chart of Montgomery, Introduction to Statistical Quality Control, chapter 7.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from numbers import Real

SIGNAL = "signal"
NORMAL = "normal variation"
TOO_EARLY = "too early to say"
# 3 / 1.128: three sigma, with sigma read from the mean moving range of two neighbours.
MOVING_RANGE_FACTOR = 2.66
SIGMAS = 3
# Fewer baseline periods than this give limits that still wander by a third or more.
FEWEST_PERIODS = 12
# Rule 2: by chance alone eight in a row on one side happen once in 128 runs.
RUN = 8
# A share of fewer than this says nothing; its counts are shown instead.
FEWEST_DECIDED = 5
# Below this many, chance alone moves a share of 95 % by 4 points or more, by another amount
# each week, so limits go by n (p-chart); above, the week-to-week movement says more (XmR).
SMALL_N = 300
Z = 1.959963984540054

Values = Sequence[float | None]


# A share of few is lopsided: of 20 at 95 % three weeks in four lie on one side by chance alone,
# so eight in a row mean nothing before this many hits and misses are expected in a week.
FEWEST_EACH = 5


@dataclass(frozen=True)
class Limits:
    """The range that chance alone explains, the number of points it was drawn from, and whether
    both sides of the centre are about as likely, so that a run on one side says something."""

    centre: float
    lower: float
    upper: float
    n: int
    is_even: bool = True

    def hold(self, value: float) -> bool:
        """Whether the value lies within; the limits themselves do, rounding allowed for."""
        slack = 1e-12 * max(1.0, abs(self.centre))
        return self.lower - slack <= value <= self.upper + slack


def limits(values: Values, baseline: int | None = None) -> Limits | None:
    """XmR limits: centre -/+ 2.66 mean moving ranges of the first `baseline` points (all if
    None), nulls left out; None when fewer than two points remain."""
    known = _known(values[:baseline])
    if len(known) < 2:
        return None
    centre = math.fsum(known) / len(known)
    moves = [abs(after - before) for before, after in pairwise(known)]
    reach = MOVING_RANGE_FACTOR * math.fsum(moves) / len(moves)
    return Limits(centre, centre - reach, centre + reach, len(known))


def share_limits(hits: Values, counts: Values, n: float) -> Limits | None:
    """p-chart limits for a share of `n`, drawn from the hits and counts of the baseline
    and kept within 0 and 1; None when the baseline counted nothing."""
    met, of = math.fsum(_known(hits)), math.fsum(_known(counts))
    if of == 0 or not n:
        return None
    centre = met / of
    reach = SIGMAS * math.sqrt(centre * (1 - centre) / n)
    known = sum(1 for count in _known(counts) if count)
    is_even = n * min(centre, 1 - centre) >= FEWEST_EACH
    return Limits(centre, max(0.0, centre - reach), min(1.0, centre + reach), known, is_even)


def signals(values: Values, baseline: int | None = None) -> list[str]:
    """One label a point: is it outside the limits of the points before it (or of the first
    `baseline` points), or the eighth in a row on one side of their centre?

    Fewer than 12 known points in the baseline, or no value: too early to say.
    """
    return [
        _label(values, i, limits(values, i if baseline is None else min(i, baseline)))
        for i in range(len(values))
    ]


def share_signals(hits: Values, counts: Values) -> list[str]:
    """As `signals`, for shares: a point of small n is judged by p-chart limits for its n, and by
    a run only if 5 hits and 5 misses are expected; a share of fewer than 5 is never judged."""
    pairs = zip(hits, counts, strict=True)
    values = [_share(hit, count) for hit, count in pairs]
    return [
        _label(values, i, _limits_of_share(values, hits, counts, i)) for i in range(len(values))
    ]


def limits_of_last(
    values: Values, hits: Values | None = None, counts: Values | None = None
) -> Limits | None:
    """The limits by which the last point is judged; hits and counts are given for shares."""
    last = len(values) - 1
    if last < 0:
        return None
    if hits is None or counts is None:
        return limits(values, last)
    return _limits_of_share(values, hits, counts, last)


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """Wilson's 95 % score interval; None when nothing was counted. Source: Wilson (1927)."""
    if n == 0:
        return None
    share, spread = hits / n, Z * Z / n
    half = Z * math.sqrt(share * (1 - share) / n + spread / 4 / n)
    centre = share + spread / 2
    low = max(0.0, (centre - half) / (1 + spread)) if hits else 0.0
    high = min(1.0, (centre + half) / (1 + spread)) if hits < n else 1.0
    return low, high


def _label(values: Values, i: int, found: Limits | None) -> str:
    value = values[i]
    if value is None or not _is_known(value) or found is None or found.n < FEWEST_PERIODS:
        return TOO_EARLY
    is_run = found.is_even and _is_run(values[: i + 1], found.centre)
    return SIGNAL if is_run or not found.hold(value) else NORMAL


def _is_run(values: Values, centre: float) -> bool:
    last = _known(values)[-RUN:]
    above, below = (all(v > centre for v in last), all(v < centre for v in last))
    return len(last) == RUN and (above or below)


def _limits_of_share(values: Values, hits: Values, counts: Values, i: int) -> Limits | None:
    n = counts[i]
    if n is None or not _is_known(n) or n < FEWEST_DECIDED:
        return None
    if n >= SMALL_N:
        return limits(values, i)
    return share_limits(hits[:i], counts[:i], n)


def _share(hits: float | None, count: float | None) -> float | None:
    if hits is None or count is None or not _is_known(hits):
        return None
    return hits / count if _is_known(count) and count else None


def _known(values: Values) -> list[float]:
    return [value for value in values if value is not None and _is_known(value)]


def _is_known(value: float | None) -> bool:
    """Null comes as None, NaN or pandas' NA, which is not equal to itself either."""
    # float first: an abstract class takes 40 times as long to ask, and limits ask thousands.
    return isinstance(value, (float, int, Real)) and not math.isnan(value)
