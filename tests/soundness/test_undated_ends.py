"""Wrong numbers out of ends and reopens that no date tells, one test each; never weakened."""

from pathlib import Path
from typing import Any

import pytest

from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.connection import open_warehouse
from tests.loaders.sources.built import asked, land_texts

HEADER = "case_id,created_at,status\n"
DAY = ",2026-03-02 09:00,"
LATER = "Z,2026-03-20 09:00,New\n"


def totals(home: Path, *metrics: str, by: tuple[str, ...] = ()) -> list[dict[Any, Any]]:
    """Each metric by week, in week order: the weeks that count anything, and their values."""
    found = []
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        for name in metrics:
            asked_for = Question(metric=name, period="week", by=by)
            rows = run(cursor, catalog().metric(name), asked_for)
            rows = rows[rows["n"] > 0]
            keys = [rows["period"], *(rows[one] for one in by)]
            found.append(dict(zip(zip(*keys, strict=True), rows["value"], strict=True)))
    return found


def test_an_end_without_a_date_is_in_no_week_and_its_case_in_no_stock(tmp_path: Path) -> None:
    """R has ended, and no list says when: its end was counted in the week of its creation. Q was
    acknowledged nine days later and was open until that second, 217 h with one team. Opened less
    ended is what is open, without either; that they were opened is known and counted."""
    header = "case_id,created_at,acknowledged_at,status,team\n"
    rows = "R,2026-03-02 09:00,,Resolved,Desk\nQ,2026-03-02 09:00,2026-03-11 10:00,Closed,Desk\n"
    open_ones = "O,2026-03-03 09:00,,Open,Desk\nZ,2026-03-20 09:00,,Open,Desk\n"
    land_texts(tmp_path, {"e1.csv": header + rows + open_ones}, time_zone="UTC")

    warned, ended = asked(
        tmp_path,
        "select warning from policy_warnings",
        "select count(until_at) from fct_stays",
    )
    opened, net, stock, ages = totals(
        tmp_path, "cases_opened", "net_flow", "open_cases", "open_age"
    )
    (flow,) = totals(tmp_path, "cumulative_flow", by=("move",))

    weeks = [("2026-W10",), ("2026-W11",), ("2026-W12",)]
    assert opened == {weeks[0]: 3, weeks[2]: 1}
    assert net == {weeks[0]: 1, weeks[2]: 1}
    assert stock == ages == dict(zip(weeks, [1, 1, 2], strict=True))
    assert flow == {(*week, "opened"): stock[week] for week in weeks}
    assert ended == [(0,)]
    assert warned[0][0].startswith("generic_cases: 2 cases have ended and no date tells when")


@pytest.mark.parametrize(
    ("lists", "status"),
    [
        (["Resolved", "New"], "new"),
        (["Closed", "Open"], "open"),
        (["Resolved", "Open", "Pending"], "pending"),
        (["Pending", "New"], "new"),
        (["Open", "Resolved", "New"], "new"),
        (["New", "Resolved"], "resolved"),
        (["New", "Pending"], "pending"),
    ],
)
def test_a_later_list_without_dates_says_how_a_case_stands(
    tmp_path: Path, lists: list[str], status: str
) -> None:
    """A list that called a case new again told of nothing, and the end of an earlier one stayed.
    That a case was open again after an end is known, and not when: no reopen is counted, and a
    warning says of how many cases."""
    texts = {f"e{n}.csv": f"{HEADER}A{DAY}{one}\n" for n, one in enumerate(lists)}
    texts["e9.csv"] = HEADER + LATER
    land_texts(tmp_path, texts, time_zone="UTC")

    cases, events, warned = asked(
        tmp_path,
        "select status, reopen_count from fct_cases where case_id = 'A'",
        "select count(*) from case_events where from_value = 'new'",
        "select warning from policy_warnings",
    )

    is_back = status != "resolved" and bool({"Resolved", "Closed"} & {*lists})
    assert cases == [(status, 0)]
    assert events == [(0,)]
    assert ["open again after an end" in text for (text,) in warned] == (
        [True] if is_back else [False] if status == "resolved" else []
    )
