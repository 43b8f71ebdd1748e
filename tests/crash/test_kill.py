"""Kill -9 at twenty random moments of load and build: the old warehouse serves."""

import random
from pathlib import Path

import pytest

from tests.crash.conftest import Story

KILLS = 20
# Fixed, so that a failure can be run again; shares of the measured duration of the whole command.
MOMENTS = [random.Random(20261122 + kill).random() for kill in range(KILLS)]

pytestmark = pytest.mark.crash


@pytest.mark.parametrize("share", MOMENTS, ids=lambda share: f"at_{share:.2f}")
def test_a_killed_load_leaves_the_old_warehouse_and_the_rerun_ends_the_same(
    story: Story, tmp_path: Path, share: float
) -> None:
    """After the kill: whole old figures (or whole new ones, past the swap), no half landing.
    After the rerun: the same bytes as the run that nobody disturbed."""
    home = story.copy(tmp_path / "home")
    home.killed(share * story.seconds, *story.load)

    assert home.figures() in (story.old, story.new)
    assert home.half_landings() == []

    home.run(*story.load)

    assert home.figures() == story.new


def test_the_two_states_differ(story: Story) -> None:
    """The test above could not fail if the new load changed nothing."""
    assert story.old != story.new
