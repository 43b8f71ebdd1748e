"""The simulation of signals, small: what it says is held within what chance allows."""

import pytest

from benchmarks.signals import Line, count_pairs, fallen_share, share_pairs, shifted, steady_share


@pytest.mark.parametrize(
    "line",
    [
        lambda: steady_share(20, 26, 400),
        lambda: steady_share(100, 26, 400),
        lambda: share_pairs(0.95, 0.01, 400),
        lambda: count_pairs(100, 0.01, 400),
        lambda: shifted(3, 8, 0.95, 200),
        lambda: fallen_share(100, 4, 0.95, 200),
    ],
)
def test_signals_are_as_rare_and_as_sharp_as_stated(line) -> None:
    """False ones within theory, planted changes found at the stated power; the whole table is
    `python -m benchmarks signals`."""
    assert line().is_held


def test_a_line_that_is_missed_says_so() -> None:
    """Three standard errors of the simulation are allowed, four are not."""
    assert Line("false", 0.016, 0.01, True, 2_000).is_held
    assert not Line("false", 0.019, 0.01, True, 2_000).is_held
    assert not Line("found", 0.80, 0.85, False, 2_000).is_held
