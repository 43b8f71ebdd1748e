"""Every page with nothing, with one case and with a broken warehouse: words, never a trace."""

from pathlib import Path

import pytest

from pages.ui import answers
from tests.pages.conftest import PAGES, Opened, panels, words


@pytest.mark.parametrize("page", PAGES)
def test_nothing_loaded_says_how_to_load(opened: Opened, tmp_path: Path, page: str) -> None:
    """An empty home is no error: the page names the command."""
    app = opened(tmp_path / "empty", page)

    assert not app.exception
    assert "python -m loaders load" in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_one_case_is_enough_for_every_page(opened: Opened, one_case: Path, page: str) -> None:
    """Too little for limits, signals or percentages must still be a page."""
    app = opened(one_case, page, **({"case": "T-1"} if page == "case" else {}))

    assert not app.exception
    assert panels(app) == []
    assert app.title


@pytest.mark.parametrize("page", PAGES)
def test_a_policy_that_is_broken_or_promises_nothing_is_enough(
    opened: Opened, no_promises: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """No promise, no tier, no account, and a policy folder that is not even one: every page
    still says what it can, for it reads the warehouse alone."""
    (tmp_path / "sla.yaml").write_text("targets: [", encoding="utf-8")
    monkeypatch.setenv("TIERLINE_POLICY", str(tmp_path))

    app = opened(no_promises, page, **({"case": "T-1"} if page == "case" else {}))

    assert not app.exception
    assert panels(app) == []
    assert app.title


@pytest.mark.parametrize("page", PAGES)
def test_ten_sources_are_not_too_many(opened: Opened, ten_sources: Path, page: str) -> None:
    """Each source is named, and none hides another."""
    app = opened(ten_sources, page, **({"case": "T-3"} if page == "case" else {}))

    assert not app.exception
    assert panels(app) == []
    assert app.title


@pytest.mark.parametrize("page", PAGES)
def test_every_filter_at_once_is_no_trouble(opened: Opened, ten_sources: Path, page: str) -> None:
    """A page applies the filters that it knows and names the others; none breaks it."""
    link = {"last": "4w", "compare": "quarter", "tier": "Gold", "kind": "incident"}
    link |= {"team": "Team 4", "category": "Login", "promise": "resolve", "region": "Mars"}

    app = opened(ten_sources, page, **link, **({"case": "T-4"} if page == "case" else {}))

    assert not app.exception
    assert panels(app) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_broken_warehouse_is_said_in_words(opened: Opened, broken: Path, page: str) -> None:
    """The reader learns what is wrong and what to do, not where the code stood."""
    app = opened(broken, page)

    assert not app.exception
    assert panels(app) == ["This page cannot be shown"]
    assert "python -m loaders build" in words(app)
    assert "Traceback" not in words(app)


def test_a_fault_of_ours_stays_calm(
    opened: Opened, one_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw goes to the log; the page says that figures are untouched."""
    monkeypatch.setattr(answers, "metrics", lambda: 1 / 0)

    app = opened(one_case, "definitions")

    assert not app.exception
    assert panels(app) == ["Something went wrong on this page"]


def test_a_new_warehouse_is_no_cached_one(opened: Opened, one_case: Path, tmp_path: Path) -> None:
    """The version is part of every cache key: another home shows another answer."""
    first = opened(one_case, "data")

    second = opened(tmp_path / "empty", "data")

    assert "python -m loaders load" not in words(first)
    assert "python -m loaders load" in words(second)
