"""The grammar of a link: read with care, written back, carried on, and led back from."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import link
from tests.pages.conftest import Opened, words


@pytest.mark.parametrize(
    "query",
    [
        {"week": ["2026-W46"]},
        {"last": ["13w"], "tier": ["Gold", "Silver"]},
        {"from": ["2026-09-01"], "to": ["2026-10-01"], "compare": ["quarter"], "team": ["Desk"]},
    ],
)
def test_what_is_read_is_written_back(query: dict[str, list[str]]) -> None:
    found, said = link.read(query)

    assert link.write(found) == query
    assert said == []


@pytest.mark.parametrize(
    "query, said",
    [
        ({"from": "2026-11-15", "to": "2026-11-01"}, "The range runs backwards"),
        ({"from": "2026-11-15"}, "needs both from= and to="),
        ({"from": "15.11.", "to": "2026-11-01"}, 'from "15.11." is no date'),
        ({"week": "2026-W54"}, 'week "2026-W54" is no ISO week'),
        ({"last": "a while"}, "write 13w for weeks or 30d for days"),
        ({"last": "999w"}, "longer than three years"),
        ({"compare": "year"}, 'compare "year" is no comparison'),
        ({"week": "2026-W46", "last": "13w"}, "week holds, not last"),
    ],
)
def test_what_cannot_be_meant_is_said_and_left_out(query: dict[str, str], said: str) -> None:
    found, notes = link.read({key: [value] for key, value in query.items()})

    assert said in " ".join(notes)
    assert found.first_day is None
    assert found.last is None


@pytest.mark.parametrize("word", ["2026-W46", "13w", "30d", "2026-09-01..2026-10-01", ""])
def test_a_period_in_one_word_is_the_period(word: str) -> None:
    """The way back from a list keeps the period that a click replaced."""
    assert link.period(link.read(link.period_of(word))[0]) == word


def test_back_finds_the_page_as_it_was() -> None:
    """The browser keeps the address that a page had while it was left: the next page's query.
    What the click added is gone, the period that it replaced is back."""
    left = {"tier": ["Gold"], "promise": ["resolve"], "week": ["2026-W40"], "metric": ["x"]}
    left |= {"via": ["flow"], "picked": ["promise"], "back": ["13w"], "case": ["T-1"]}

    assert link.returned(left, "flow") == {"tier": ["Gold"], "last": ["13w"]}
    assert link.returned(left, "cases") == left


def test_a_reversed_range_is_refused_in_words(opened: Opened, one_case: Path) -> None:
    app = opened(one_case, "weekly", **{"from": "2026-11-15", "to": "2026-11-01"})

    assert "The range runs backwards" in words(app).replace("\\", "")
    assert "from" not in app.query_params


def test_each_filter_has_a_chip_that_takes_it_off(opened: Opened, one_case: Path) -> None:
    app = opened(one_case, "weekly", tier="Gold", team="Desk", promise="resolve")

    app.button(key="chip_team_Desk").click().run()

    assert "team" not in app.query_params
    assert app.query_params["tier"] == "Gold"
    assert "Promise" in app.button(key="chip_promise_resolve").label


def test_several_values_of_a_filter_add_up(opened: Opened, sample_home: Path) -> None:
    """Gold and Silver together count what Gold and Silver count."""
    link = {"metric": "cases_opened", "week": "2026-W44"}
    parts = [opened(sample_home, "cases", tier=tier, **link) for tier in ("Gold", "Silver")]
    both = opened(sample_home, "cases", **link)
    both.query_params["tier"] = ["Gold", "Silver"]
    both.run()

    gold, silver, together = (len(app.dataframe[0].value) for app in (*parts, both))
    assert min(gold, silver) > 0
    assert together == gold + silver
    assert both.subheader[0].value == f"Cases opened: {together} (n {together})"


def test_the_menu_takes_filters_along_but_not_the_period_of_the_page(
    opened: Opened, one_case: Path
) -> None:
    """Weekly opens on the last week by itself; another page then opens on its own period."""
    plain = menu(opened(one_case, "weekly", week="2026-W46", tier="Gold"))
    asked = menu(opened(one_case, "weekly", week="2026-W47", tier="Gold"))

    assert plain["Data"] == "tier=Gold"
    assert asked["Data"] == "week=2026-W47&tier=Gold"


def menu(app: AppTest) -> dict[str, str]:
    """The query of each link of the sidebar and the breadcrumb."""
    return {each.proto.label: each.proto.query_string for each in app.get("page_link")}


def test_a_list_leads_back_to_the_view_it_came_from(opened: Opened, one_case: Path) -> None:
    """Without the filters that the click added, and on the period that it replaced."""
    app = opened(
        one_case, "cases", metric="breach_hours", team="Desk", category="Login", via="weekly",
        picked="category", back="2026-W46", **{"from": "2026-10-05", "to": "2026-11-15"},
    )  # fmt: skip

    links = [
        each.proto.query_string
        for each in app.main.get("page_link")
        if each.proto.label == "Weekly resilience"
    ]
    assert app.title[0].value.replace("\\", "") == "Desk × Login, 6 weeks to 2026-W46"
    assert links == ["team=Desk&week=2026-W46"]
