"""The tour of the sample leads where its stories are, and other data get no badge."""

from pathlib import Path

import pytest

from metrics.warehouse.connection import open_warehouse
from pages.ui import sample
from pages.ui.sites import BY_PATH, CASE
from tests.conftest import PROJECT
from tests.pages.conftest import Opened, panels, words

LINKS = [link for story in sample.STORIES for link in story.links]
VIEWS = [link for link in LINKS if link[1] != CASE]


@pytest.mark.parametrize("link", VIEWS, ids=[BY_PATH[path].slug for _, path, _ in VIEWS])
def test_a_view_of_the_tour_opens(
    opened: Opened, sample_home: Path, link: tuple[str, str, dict[str, str]]
) -> None:
    """No filter is refused, nothing is missing, and the badge is there."""
    _, path, query = link

    app = opened(sample_home, BY_PATH[path].slug, **query)

    assert not app.exception
    assert panels(app) == []
    assert [each.value for each in app.warning] == []
    assert any("Sample data" in each.label for each in app.get("page_link"))


def test_every_case_of_the_tour_is_in_the_sample(sample_home: Path) -> None:
    """A tour to a case that is not there would end at once."""
    wanted = {(q["case_source"], q["case"]) for _, path, q in LINKS if path == CASE}

    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        there = set(cursor.execute("select source, case_id from fct_cases").fetchall())

    assert wanted
    assert wanted - there == set()


def test_the_tour_tells_the_stories_of_the_readme() -> None:
    """What is planted is written down once; the tour shows no case that the README does not."""
    readme = (PROJECT / "sample_data" / "README.md").read_text(encoding="utf-8")

    assert [q["case"] for _, path, q in LINKS if path == CASE and q["case"] not in readme] == []


def test_other_data_have_no_badge(opened: Opened, one_case: Path) -> None:
    """Whoever loaded exports of their own is not told that they are invented."""
    app = opened(one_case, "weekly")

    assert not any("Sample data" in each.label for each in app.get("page_link"))


def test_a_tour_without_the_sample_says_so(opened: Opened, one_case: Path) -> None:
    """A link to the tour that somebody else opens explains itself."""
    assert "not loaded here" in words(opened(one_case, "tour"))
