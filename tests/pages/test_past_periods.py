"""A page of a period that is over says how things stood at its end, not how they stand today."""

from datetime import date
from pathlib import Path

from metrics.account_rows import accounts
from metrics.warehouse.connection import open_warehouse
from tests.pages.conftest import Opened, words

SPRING = {"from": "2026-03-02", "to": "2026-04-12"}


def plain(text: str) -> str:
    return text.replace("\\", "")


def test_a_week_has_the_downtime_budget_of_its_end(opened: Opened, sample_home: Path) -> None:
    """Under the uptime of the first week of October stood "Public API: budget of 2026-Q4
    overdrawn": the two hours were lost in November."""
    october = words(opened(sample_home, "weekly", week="2026-W40"))
    november = words(opened(sample_home, "weekly", week="2026-W46"))

    assert "has 1.1 h of its budget of 2026-Q4 left" in plain(october)
    assert "Public API: budget of 2026-Q4 overdrawn" in plain(november)


def test_incidents_of_a_spring_have_the_budget_of_the_spring(
    opened: Opened, sample_home: Path
) -> None:
    """The card said "this quarter", and the sentence that the Public API had overdrawn it."""
    said = plain(words(opened(sample_home, "incidents", **SPRING)))

    assert "Downtime budget used" in said
    assert "2026-Q2 at the end of the period, by objective" in said
    assert "Public API has overdrawn" not in said
    assert " before the data end: T-104929, Billing." in said
    assert " ago:" not in said


def test_a_period_before_the_data_has_no_budget(opened: Opened, sample_home: Path) -> None:
    """Its quarter is none that the data know."""
    said = plain(
        words(opened(sample_home, "incidents", **{"from": "2001-01-01", "to": "2001-02-01"}))
    )

    assert "Policy promises no uptime, or no source tells of services." in said


def test_a_sheet_of_a_spring_says_what_was_open_then(opened: Opened, sample_home: Path) -> None:
    """ "1 is breached and still open" stood there, above an empty list of open cases."""
    asked = {"account": "Monarch Airlines", **SPRING}
    said = plain(words(opened(sample_home, "customers", **asked)))
    running = plain(words(opened(sample_home, "customers", account="Monarch Airlines",
                                 **{"from": "2026-11-09", "to": "2026-11-17"})))  # fmt: skip

    assert "in 6 weeks to 2026-W15; 1 was breached and still open at its end." in said
    assert "none is breached and still open." in running


def test_cases_without_an_account_are_no_account(opened: Opened, sample_home: Path) -> None:
    """ "54 of 61 accounts" were those of sixty, and the cases that name none."""
    app = opened(sample_home, "customers", **SPRING)

    assert " of 60 accounts waited past a promise" in plain(words(app))
    assert "No account" in set(app.dataframe[0].value["account"])
    assert "Cases that name no account." in words(
        opened(sample_home, "customers", account="No account", **SPRING)
    )


def test_an_open_period_is_no_week(opened: Opened, sample_home: Path) -> None:
    """Every tile of a fortnight was judged "week still open"."""
    days = {"from": "2026-11-09", "to": "2026-11-22"}
    said = words(opened(sample_home, "adherence", **days))

    assert "period still open" in said
    assert "week still open" not in said


def test_days_to_a_renewal_count_from_the_local_day(sample_home: Path) -> None:
    """The as-of instant of the sample is Sunday in UTC, and Monday where its reports are read."""
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        found = accounts(cursor).set_index("account").loc["Monarch Airlines"]

    assert str(found["renewal_on"])[:10] == "2027-12-22"
    assert found["renewal_days"] == (date(2027, 12, 22) - date(2026, 11, 16)).days


def test_a_chart_of_few_weeks_promises_no_range(opened: Opened, sample_home: Path) -> None:
    """ "11 weeks and their normal range" stood over a line without one."""
    few = plain(words(opened(sample_home, "weekly", week="2025-W28")))
    many = plain(words(opened(sample_home, "weekly", week="2026-W46")))

    assert "26 weeks and their normal range" in many
    assert " weeks" in few
    assert "and their normal range" not in few
