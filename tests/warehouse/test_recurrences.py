"""What the mart of recurrences says of cases worked by hand, built through the production path."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.warehouses import Row, build_rows

POLICY = PROJECT / "sample_data" / "policy"
MONDAY = datetime(2026, 3, 2, 9)
AS_OF = MONDAY + timedelta(days=100)
WINDOW = 30.0


def case(name: str, opened: float, resolved: float | None = None, **words: Any) -> list[Row]:
    """A blocker, opened and first resolved so many days after Monday, as contract rows."""
    known = {"case_id": name, "kind": "blocker", "category": "Login", "system": "SSO"}
    told = [{"case_id": name, "event_at": MONDAY + timedelta(days=opened), "type": "created"}]
    if resolved is not None:
        ends = {"event_at": MONDAY + timedelta(days=resolved), "type": "resolved"}
        told.append({"case_id": name} | ends)
    return [known | {"account_id": "A1"} | words, *told]


def recurrences(tmp_path: Path, *cases: list[Row]) -> dict[str, Row]:
    """The rows of the mart by case id."""
    given = [one[0] for one in cases], [event for one in cases for event in one[1:]]
    with (
        build_rows(tmp_path, *given, policy_yaml=POLICY, as_of=AS_OF) as warehouse,
        warehouse.cursor() as cursor,
    ):
        cursor.execute(
            "select fct_recurrences.*, earlier.case_id as previous, later.case_id as next"
            " from fct_recurrences"
            " left join fct_cases as earlier on earlier.case_key = previous_case_key"
            " left join fct_cases as later on later.case_key = next_case_key"
        )
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return {row["case_id"]: row for row in rows}


def test_a_case_recurs_at_the_first_that_opens_after_it(tmp_path: Path) -> None:
    """B opened while A was open and is no recurrence of it; C and D are, and C was the first."""
    found = recurrences(tmp_path, case("A", 0, 2), case("B", 1, 3), case("C", 5), case("D", 6))

    assert (found["A"]["next"], found["B"]["next"]) == ("C", "C")
    assert found["A"]["recurred_at"] == found["A"]["decided_at"] == MONDAY + timedelta(days=5)
    assert [found[name]["previous"] for name in "ABCD"] == [None, None, "B", "B"]
    assert [found[name]["repeat_seconds"] for name in "CD"] == [2 * 86_400, 3 * 86_400]


@pytest.mark.parametrize("words", [{"kind": "ticket"}, {"category": "API"}, {"system": "Mail"}])
def test_another_thing_is_no_recurrence(tmp_path: Path, words: Row) -> None:
    """Kind, category and system must all be the same; the miss is known when the window ends."""
    found = recurrences(tmp_path, case("A", 0, 2), case("B", 5, **words))

    assert found["A"]["recurred_at"] is None
    assert found["A"]["decided_at"] == MONDAY + timedelta(days=2 + WINDOW)


@pytest.mark.parametrize(
    "opened, is_hit", [(2, False), (2 + 1 / 86_400, True), (32, True), (32 + 1 / 86_400, False)]
)
def test_the_window_begins_after_the_resolve_and_its_end_belongs_to_it(
    tmp_path: Path, opened: float, is_hit: bool
) -> None:
    """One second after the resolve to exactly thirty days after it."""
    found = recurrences(tmp_path, case("A", 0, 2), case("B", opened))

    assert (found["A"]["recurred_at"] is not None) is is_hit
    assert (found["B"]["previous"] == "A") is is_hit


def test_the_same_account_is_asked_apart(tmp_path: Path) -> None:
    """Somebody else's case is a recurrence, yet not the account's own, which comes later."""
    found = recurrences(tmp_path, case("A", 0, 2), case("B", 3, account_id="A2"), case("C", 9))

    assert found["A"]["recurred_at"] == MONDAY + timedelta(days=3)
    assert found["A"]["account_recurred_at"] == MONDAY + timedelta(days=9)


def test_without_a_category_or_an_account_nothing_is_said(tmp_path: Path) -> None:
    """What nobody knows is not the same thing twice."""
    found = recurrences(
        tmp_path,
        case("A", 0, 2, category=None), case("B", 3, category=None),
        case("C", 0, 2, account_id=None), case("D", 3, account_id=None),
    )  # fmt: skip

    assert set(found) == {"C", "D"}
    assert found["C"]["recurred_at"] is not None
    assert found["C"]["account_decided_at"] is None


def test_the_third_in_the_window_is_chronic(tmp_path: Path) -> None:
    """Days 0, 20, 30 and 51: the third closes a window of thirty days, the fourth of 31."""
    days = {"A": 0, "B": 20, "C": 30, "D": 51}

    found = recurrences(tmp_path, *(case(name, day) for name, day in days.items()))

    assert [name for name in days if found[name]["is_chronic"]] == ["C"]


def test_what_can_still_go_either_way_is_not_decided(tmp_path: Path) -> None:
    """Resolved on day 71, the window is open on day 100."""
    found = recurrences(tmp_path, case("A", 60, 71))

    assert found["A"]["decided_at"] is None
