"""A table of stretches: each start is a change, and the last end is the case's end."""

from collections.abc import Callable
from pathlib import Path

from tests.loaders.sources.command_line import Built, loaded, written


def test_last_end_is_the_end_of_the_case_and_an_empty_one_is_none(tmp_path: Path) -> None:
    """C2's rows stand in the wrong order; C3 is still waiting."""
    text = (
        "incident_id,start_at,end_at,status\n"
        "C1,2026-01-05T08:00:00Z,2026-01-05T08:30:00Z,Open\n"
        "C1,2026-01-05T08:30:00Z,2026-01-05T09:00:00Z,On hold\n"
        "C2,2026-01-05T11:00:00Z,2026-01-05T12:00:00Z,Open\n"
        "C2,2026-01-05T10:00:00Z,2026-01-05T11:00:00Z,New\n"
        "C3,2026-01-05T08:00:00Z,2026-01-05T09:00:00Z,Open\n"
        "C3,2026-01-05T09:00:00Z,,Pending\n"
    )

    built = loaded(tmp_path / "home", written(tmp_path, text, "stretches.csv"))

    assert built.events("C1", "status_changed") == [
        ("05 08:00:00", "status_changed", "open"),
        ("05 08:30:00", "status_changed", "hold"),
        ("05 09:00:00", "status_changed", "resolved"),
    ]
    assert built.ask(
        "select case_id, strftime(resolved_at, '%H:%M'), status from fct_cases order by case_id"
    ) == [("C1", "09:00", "resolved"), ("C2", "12:00", "resolved"), ("C3", None, "pending")]


def test_status_page_segments_of_790_incidents(real_home: Callable[..., Path]) -> None:
    """3,751 stretches; 29 of the 819 incidents lasted no minute and have none."""
    built = Built(real_home("github_status/segments.csv"))

    assert built.manifest().rows == 3_751
    assert built.ask("select count(*), count(resolved_at) from fct_cases") == [(790, 790)]
