"""The figures of a page: what a window shows, what it is compared with, and what waits."""

from pathlib import Path

import pytest

from tests.pages.conftest import Opened, words

COVERED = {"last": "4w"}


def badges(app: object) -> dict[str, str]:
    """The verdict of each tile by its title, in the order of the page."""
    titles = [each.label.replace("\\", "") for each in app.metric]  # type: ignore[attr-defined]
    said = [each.value for each in app.markdown if each.help and "Left out" in each.help]  # type: ignore[attr-defined]
    return dict(zip(titles, said, strict=True))


def test_a_longer_window_is_judged_by_its_test(opened: Opened, sample_home: Path) -> None:
    """Counts and shares have an exact test, four weeks of a sum are too few to rank."""
    shown = badges(opened(sample_home, "blockers", **COVERED))

    assert "not judged" in shown["Hours past promise"]
    assert "normal variation" in shown["Cases opened"]


def test_a_sum_over_a_quarter_is_judged_by_its_weeks(opened: Opened, sample_home: Path) -> None:
    """Thirteen weeks beside the thirteen before them; a stock says why it is not judged."""
    hours = badges(opened(sample_home, "blockers", last="13w"))
    app = opened(sample_home, "flow", last="13w")

    assert "normal variation" in hours["Hours past promise"]
    assert "not judged" in badges(app)["Open at the end"]
    assert any("carries over from week to week" in str(each.help) for each in app.markdown)


def test_nothing_to_compare_with_is_said(opened: Opened, sample_home: Path) -> None:
    """A window before the data began, and a reader who asked for no comparison."""
    unasked = badges(opened(sample_home, "blockers", compare="none", **COVERED))
    first = badges(opened(sample_home, "blockers", **{"from": "2025-05-26", "to": "2025-06-08"}))

    assert all("not compared" in each for each in unasked.values())
    assert all("not compared" in each for each in first.values())


def test_a_sum_of_time_reads_in_its_own_unit(opened: Opened, sample_home: Path) -> None:
    """A working day has fewer hours than a day: 2,111 h, never 88 d."""
    app = opened(sample_home, "blockers", last="13w")

    hours = next(each.value for each in app.metric if each.label == "Hours past promise")
    assert hours.endswith("h")


def test_post_mortems_and_third_recurrences_wait_for_a_decision(
    opened: Opened, sample_home: Path
) -> None:
    app = opened(sample_home, "cases", list="attention")

    what = app.dataframe[0].value["what"]
    assert what.iloc[0].startswith("Post-mortem is late")
    assert what.str.contains("is late").any()
    assert "Workaround expired 14 h ago" in list(what)


@pytest.mark.parametrize("tier, expected", [("Gold", {"Gold"}), ("Platinum", {"Platinum"})])
def test_what_waits_keeps_the_filters_of_the_page(
    opened: Opened, sample_home: Path, tier: str, expected: set[str]
) -> None:
    app = opened(sample_home, "cases", list="attention", tier=tier)

    assert set(app.dataframe[0].value["tier"]) == expected


def test_the_incidents_page_says_whose_budget_is_gone(opened: Opened, sample_home: Path) -> None:
    """The planted story of the sample: the Public API overdrew its quarter."""
    app = opened(sample_home, "incidents")

    assert "Public API has overdrawn its downtime budget" in words(app).replace("\\", "")
