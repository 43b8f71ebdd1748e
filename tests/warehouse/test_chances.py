"""Chances of breach from counts: by hand, and beside scipy."""

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from metrics.warehouse.chances import EDGES, FEWEST, PRIOR, STEPS, Chances, chances, survival


def counts(*endings: tuple[int, int, str]) -> tuple[np.ndarray, np.ndarray]:
    """(kept, ended) of one group from (how many, step, ending); breached stand in step 20."""
    kept, ended = np.zeros((1, STEPS)), np.zeros((1, STEPS + 1))
    for many, step, ending in endings:
        ended[0, step] += many
        if ending == "kept":
            kept[0, step] += many
    return kept, ended


def test_a_survival_curve_is_the_one_of_scipy() -> None:
    """The same share after every step, for lives that end, are left in a step or last."""
    dice = np.random.default_rng(7)
    steps, kinds = dice.integers(0, STEPS, 400), dice.choice(["kept", "left"], 400, p=[0.8, 0.2])
    lasting = 37

    share, at_risk = survival(
        *counts(*((1, int(s), str(k)) for s, k in zip(steps, kinds, strict=True)),
                (lasting, STEPS, "breached"))
    )  # fmt: skip

    ends = np.concatenate([steps + 1, np.full(lasting, STEPS + 1)])
    observed = np.concatenate([kinds == "kept", np.zeros(lasting, bool)])
    lives = CensoredData.right_censored(ends, ~observed)
    theirs = ecdf(lives).sf.evaluate(np.arange(STEPS + 1))
    np.testing.assert_allclose(share[0], theirs, rtol=1e-12)
    assert (at_risk[0, 0], at_risk[0, STEPS]) == (437, lasting)


def test_a_chance_by_hand() -> None:
    """100 promises: 60 kept in the first step, 20 in the eleventh, 20 breached. At the start 20
    of 100 are breached; past the first step 20 of 40; past the eleventh 20 of 20."""
    found = chances(
        *counts((60, 0, "kept"), (20, 10, "kept"), (20, 20, "breached")), [np.zeros(1, int)]
    )

    assert found.chance[0, [0, 1, 10, 11]] == pytest.approx([0.2, 0.5, 0.5, 1.0])
    assert found.n[0, [0, 1, 11]].tolist() == [100, 40, 20]


def test_who_left_counts_as_far_as_it_got() -> None:
    """10 left in the sixth step: until there they are among those not kept, after it nobody
    knows. 50 of 90 are kept later, so the chance at the start is 40 of 90."""
    found = chances(
        *counts((10, 5, "left"), (50, 9, "kept"), (40, 20, "breached")), [np.zeros(1, int)]
    )

    assert found.chance[0, [0, 6, 10]] == pytest.approx([40 / 90, 40 / 90, 1.0])


def test_a_group_of_few_leans_on_the_coarser_one() -> None:
    """Ten promises of a team, all breached, among 100 of which 28 were: its own 10 against 50
    that the coarser group weighs, (10 + 50 * 0.28) / 60 = 40 %. Below 20 the coarser one is
    named."""
    own, rest = counts((10, 20, "breached")), counts((72, 0, "kept"), (18, 20, "breached"))
    kept, ended = (np.concatenate(pair) for pair in zip(own, rest, strict=True))

    found = chances(kept, ended, [np.zeros(2, int), np.arange(2)])

    assert PRIOR == 50
    assert found.chance[0, 0] == pytest.approx(0.4)
    assert (found.level[0, 0], found.n[0, 0]) == (0, 100)
    assert (found.level[1, 0], found.n[1, 0]) == (1, 90)
    assert FEWEST == 20


def test_nothing_known_is_no_chance() -> None:
    """Null, never 0."""
    found = chances(*counts(), [np.zeros(1, int)])

    assert np.isnan(found.chance).all()


def test_between_two_edges_the_chance_goes_straight() -> None:
    """Half way between the edges 0.25 and 0.3025 of the target: the mean of both chances; all
    of it used up is 1."""
    line = np.linspace(0, 1, STEPS + 1)[None, :]
    curve = Chances(line, np.zeros((1, STEPS + 1), int), np.zeros((1, STEPS + 1), int))

    middle = (EDGES[10] + EDGES[11]) / 2
    told = curve.at(np.zeros(4, int), np.array([0.0, 0.25, middle, 1.0]))

    assert told == pytest.approx([0.0, 0.5, 0.525, 1.0])
