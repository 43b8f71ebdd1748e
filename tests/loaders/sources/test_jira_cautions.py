"""What a Jira export cannot show is said when it is loaded."""

from pathlib import Path

from tests.loaders.sources.test_jira_csv import jira


def test_one_thousand_issues_are_pointed_out(tmp_path: Path) -> None:
    """The screen of issues exports 1,000 at most; 999 say nothing."""
    header = "Issue key,Issue id,Issue Type,Created"
    lines = [f"A-{number},{number},Bug,2026-06-05 23:20" for number in range(1000)]
    full, _ = jira(tmp_path / "full", *lines, header=header)
    short, _ = jira(tmp_path / "short", *lines[:999], header=header)

    assert any("exactly 1,000 issues" in one for one in full.manifest.cautions)
    assert not any("1,000" in one for one in short.manifest.cautions)


def test_export_without_a_status_says_what_it_cannot_show(tmp_path: Path) -> None:
    """Open, waiting and cancelled issues look alike in it."""
    told, _ = jira(
        tmp_path, "A-1,1,Bug,2026-06-05 23:20", header="Issue key,Issue id,Issue Type,Created"
    )

    assert [one for one in told.manifest.cautions if "no Status column" in one]
