"""The weekly page: what the URL asks is shown, or named as unknown."""

from pathlib import Path

import pytest

from pages.ui import layout
from tests.pages.conftest import Opened, words


def picked(app: object) -> dict[str, object]:
    """What the boxes of the head show."""
    boxes = {box.label: str(box.value).removeprefix("week=") for box in app.selectbox}  # type: ignore[attr-defined]
    return boxes | {box.label: box.value for box in app.multiselect}  # type: ignore[attr-defined]


def test_the_page_opens_on_the_last_closed_week(opened: Opened, one_case: Path) -> None:
    """Data reaches into W47; W46 is the last week that cannot change."""
    app = opened(one_case, "weekly")

    assert picked(app)["Week"] == "2026-W46"
    assert "week closed" in words(app)


def test_the_link_holds_what_is_shown(opened: Opened, one_case: Path) -> None:
    """The default week is written to the URL: next week the link still means this week."""
    app = opened(one_case, "weekly")

    assert app.query_params["week"] == "2026-W46"


def test_a_link_restores_its_filters(opened: Opened, one_case: Path) -> None:
    """Week and tier of the URL are what the page shows."""
    app = opened(one_case, "weekly", week="2026-W47", tier="Gold")

    assert picked(app)["Week"] == "2026-W47"
    assert picked(app)["Tier"] == ["Gold"]
    assert "week still open" in words(app)


def test_choosing_a_tier_changes_the_link(opened: Opened, one_case: Path) -> None:
    """A filter lives in the URL and nowhere else."""
    app = opened(one_case, "weekly")

    next(box for box in app.multiselect if box.label == "Tier").set_value(["Gold"]).run()

    assert app.query_params["tier"] == "Gold"


def test_an_unknown_week_is_named(opened: Opened, one_case: Path) -> None:
    """A wrong link says what it asked for and what is shown instead."""
    app = opened(one_case, "weekly", week="2026-W64")

    assert "2026\\-W64" in app.warning[0].value
    assert picked(app)["Week"] == "2026-W46"


def test_an_unknown_filter_is_named_with_the_nearest(opened: Opened, one_case: Path) -> None:
    """`teir` is not ignored in silence."""
    app = opened(one_case, "weekly", teir="Gold")

    assert 'Did you mean "tier"' in app.warning[0].value.replace("\\", "")


def test_few_decided_shows_counts_and_no_judgement(opened: Opened, one_case: Path) -> None:
    """Four promises in one week: said as counts, too early for a verdict."""
    app = opened(one_case, "weekly")

    said = words(app)
    assert "SLA adherence 2 of 4" in said
    assert "too early to say" in said
    assert "signal:" not in said


def test_every_tile_says_n_and_what_it_leaves_out(opened: Opened, one_case: Path) -> None:
    """Six tiles, each with its meaning one hover away."""
    app = opened(one_case, "weekly")

    helps = [each.help for each in app.markdown if each.help and "Left out" in each.help]
    assert len(app.metric) == 6
    assert len(helps) == 6


def test_weeks_too_few_for_a_share_are_said_in_words(opened: Opened, one_case: Path) -> None:
    """One case decides four promises a week at most: no percentage of them is drawn."""
    app = opened(one_case, "weekly")

    assert "Fewer than 5 promises were decided in each of these weeks" in words(app)
    assert not [each for each in app.get("plotly_chart") if "control_chart" in each.proto.id]


def test_a_phone_shows_first_what_is_late(
    opened: Opened, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What needs a decision and how late it is fit beside each other, without scrolling."""
    monkeypatch.setattr(layout, "is_narrow", lambda: True)

    app = opened(sample_home, "weekly", week="2026-W46")

    tables = [list(each.value.columns) for each in app.dataframe if "late by" in each.value]
    assert tables[0][:4] == ["case", "what", "late by", "account"]
