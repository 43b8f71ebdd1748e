"""The funnel: exact limits by hand, and how often it accuses somebody for nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from metrics.funnel import TAIL, limits, sides


def test_limits_by_hand() -> None:
    """Of ten at one half: none is 1 in 1,024, so it is beyond; one of ten is not."""
    found = sides(np.array([0, 1, 9, 10]), np.full(4, 10), 0.5)
    assert list(found) == [-1, 0, 0, 1]


@given(st.integers(1, 400), st.floats(0.02, 0.98))
def test_whoever_is_beyond_lies_beyond_the_line(count: int, share: float) -> None:
    """The smooth line and the whole hits say the same."""
    hits = np.arange(count + 1)
    lower, upper = (float(limit[0]) for limit in limits(np.array([count]), share))
    side = sides(hits, np.full(count + 1, count), share)
    assert (hits[side < 0] / count <= lower + 1e-9).all()
    assert (hits[side > 0] / count >= upper - 1e-9).all()
    assert ((lower - 1e-9 <= hits / count) | (side < 0))[side == 0].all()


@pytest.mark.parametrize("share", [0.6, 0.9, 0.96])
def test_chance_alone_is_rarely_accused(share: float) -> None:
    """At most one of a thousand on each side, whatever the count."""
    for count in (5, 30, 90, 400):
        side = sides(np.arange(count + 1), np.full(count + 1, count), share)
        chances = binom.pmf(np.arange(count + 1), count, share)
        assert chances[side < 0].sum() <= TAIL
        assert chances[side > 0].sum() <= TAIL
