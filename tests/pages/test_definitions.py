"""Definitions: why a figure is counted so is one click away."""

from pathlib import Path

from tests.pages.conftest import Opened, words


def test_the_records_behind_a_figure_are_shown_when_they_are_opened(
    opened: Opened, one_case: Path
) -> None:
    """Closed they cost nothing; open they give reason, worked example and the four vendors."""
    app = opened(one_case, "definitions", search="reopen rate")

    assert "**Elsewhere.**" not in words(app)
    app.session_state["why_reopen_rate"] = True
    app.run()
    assert "waits 30 days" in words(app)
    assert "**Elsewhere.** Zendesk" in words(app)
