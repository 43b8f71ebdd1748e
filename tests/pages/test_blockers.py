"""Recurring blockers: when they strike, who holds them up, and what is known to help."""

from pathlib import Path

from tests.pages.conftest import Opened, words


def test_remedies_are_playbooks_and_workarounds(opened: Opened, sample_home: Path) -> None:
    """The costliest topic of the sample: its playbook, and the workaround told last."""
    app = opened(sample_home, "blockers", last="13w")

    found = next(each.value for each in app.dataframe if "playbook" in each.value)
    first = found.iloc[0]
    assert (first["category"], first["playbook"]) == ("Single sign-on", "PB Identity service")
    assert first["last workaround"].startswith("T-104752")
    assert found["last workaround"].str.endswith("expired").sum() == 1


def test_what_no_source_tells_is_said(opened: Opened, one_case: Path) -> None:
    """No stage, no dependency, no playbook: words instead of empty charts, and what to map."""
    said = words(opened(one_case, "blockers", last="4w")).replace("\\", "")

    assert "No source tells the stage" in said
    assert "No source tells who held these cases up" in said
    assert "No source tells of playbooks or workarounds" in said


def test_a_stage_in_the_link_narrows_the_page(opened: Opened, sample_home: Path) -> None:
    """A filter like any other, and a value that no case has is named."""
    app = opened(sample_home, "blockers", last="13w", stage="go_live")
    named = opened(sample_home, "blockers", stage="go_life")

    assert "Stage: Go-live" in [each.label.replace("\\", "") for each in app.button]
    assert 'Did you mean "go_live"' in named.warning[0].value.replace("\\", "")
