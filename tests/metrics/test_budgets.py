"""The downtime budget of a quarter: worked by hand, and words for a quarter without data."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from metrics.budgets import FAST, OVERDRAWN, WITHIN, budgets
from metrics.errors import QuestionError
from tests.builders import Row, T, marts
from tests.incident_builders import downtime, service_day

AS_OF = T("2026-03-03 00:00")  # 29 days of the quarter are to come


def told(
    rows: Sequence[tuple[str, Row]], quarter: str | None = None, until: datetime | None = None
) -> list[dict[Any, Any]]:
    with marts(*rows, as_of=AS_OF) as cursor:
        return budgets(cursor, quarter, until).to_dict("records")


def day(system: str, lost: int) -> list[tuple[str, Row]]:
    """A Monday of a service and what was lost on it."""
    hurt = {"system": system, "weighted_seconds": lost}
    return [service_day(**hurt), downtime(**hurt)]


def test_the_quarter_allows_the_days_to_come_too() -> None:
    """At 99 %, 86,400 s so far allow 0.24 h and 29 days to come 6.96 h: 7.2 h. 8 h are too much;
    0.5 h are more than 0.24 h; 0.1 h are fine."""
    rows = [*day("Much", 28_800), *day("Fast", 1_800), *day("Fine", 360)]

    found = told(rows)

    assert [row["system"] for row in found] == ["Much", "Fast", "Fine"]
    assert [row["state"] for row in found] == [OVERDRAWN, FAST, WITHIN]
    assert [row["allowed_hours"] for row in found] == pytest.approx([7.2] * 3)
    assert [row["left_hours"] for row in found] == pytest.approx([-0.8, 6.7, 7.1])
    assert found[1]["burn"] == pytest.approx(1800 / 864)
    assert {row["n"] for row in found} == {1}


def test_what_comes_after_the_end_is_not_in_it() -> None:
    """Lost on the Monday that follows: until it began, nothing; the rest of the quarter is taken as
    whole days. Until it ended, 8 h of 7.2 h."""
    monday = service_day(system="Much")[1]["from_at"]
    rows = [*day("Much", 28_800), service_day(system="Much", from_at=monday - timedelta(days=1))]

    before, after = (told(rows, until=monday + timedelta(days=n))[0] for n in (0, 1))

    assert (before["used_hours"], before["state"], before["n"]) == (0, WITHIN, 1)
    assert (after["used_hours"], after["state"], after["n"]) == (8, OVERDRAWN, 2)
    assert before["quarter"] == after["quarter"] == "2026-Q1"


def test_a_service_without_objective_has_no_budget() -> None:
    """It is left out, and an empty warehouse has none at all."""
    assert told([service_day(system="API", is_promised=False)]) == []
    assert told([]) == []


def test_a_quarter_without_data_is_refused() -> None:
    with pytest.raises(QuestionError, match="no quarter"):
        told([], "2031-Q1")
    with pytest.raises(QuestionError, match="no quarter"):
        told(day("Much", 1), "2026-Q1", until=T("1999-01-01 00:00"))


def test_before_all_data_there_is_no_budget() -> None:
    """A page of a period before the data has none to show, and fails on none."""
    assert told(day("Much", 1), until=T("1999-01-01 00:00")) == []
