"""Kill -9 before each durable step (rename, replace, fsync), until none is left."""

from pathlib import Path

import pytest

from tests.crash.conftest import Story

# More durable steps than a load has; the loop ends at the first run that is not killed.
MOST = 40

pytestmark = pytest.mark.crash


def test_every_durable_step_may_be_the_last(story: Story, tmp_path: Path) -> None:
    """Random moments may miss the narrow gap between two renames; this hits each one."""
    for step in range(1, MOST):
        home = story.copy(tmp_path / f"home{step}")
        was_killed = home.killed(60, *story.load, before_step=step)

        assert home.figures() in (story.old, story.new), f"killed before durable step {step}"
        assert home.half_landings() == []
        if not was_killed:
            break
        home.run(*story.load)
        assert home.figures() == story.new, f"rerun after a kill before durable step {step}"

    assert 3 < step < MOST, f"{step} durable steps"
