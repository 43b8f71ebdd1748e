"""A restated week is said on its own page and on Data, and only there."""

from pathlib import Path

import pytest

from tests.pages.conftest import Opened, words
from tests.warehouse.test_late import life
from tests.warehouse.test_published import said


@pytest.fixture
def late(tmp_path: Path) -> Path:
    """W45 was said with C1 alone; C2 came late."""
    home = tmp_path / "late"
    said(home, life("C1", 3), life("C3", 10))
    said(home, life("C1", 3), life("C3", 10), life("C2", 4))
    return home


def test_the_week_says_that_it_is_restated_and_by_whom(opened: Opened, late: Path) -> None:
    app = opened(late, "weekly", week="2026-W45")

    shown = words(app).replace("\\", "")
    assert "Restated: " in shown
    assert "late rows, 1 case: made C2" in shown


def test_another_week_says_nothing(opened: Opened, late: Path) -> None:
    app = opened(late, "weekly", week="2026-W46")

    assert "Restated" not in words(app)


def test_data_lists_restated_weeks(opened: Opened, late: Path, one_case: Path) -> None:
    shown = words(opened(late, "data")).replace("\\", "")

    assert "Cases opened of 2026-W45: 1 became 2; late rows, 1 case: made C2." in shown


def test_data_without_restatements_says_so(opened: Opened, one_case: Path) -> None:
    assert "No closed week was restated" in words(opened(one_case, "data"))
