"""Customers: a line per account that says what the report says, and a sheet of one."""

import json
from pathlib import Path

from metrics import query
from metrics.catalog import catalog
from metrics.question import Question
from metrics.warehouse.connection import open_warehouse
from tests.pages.conftest import Opened, words

WEEK = {"week": "2026-W46"}


def test_a_line_of_an_account_says_what_the_report_says(opened: Opened, sample_home: Path) -> None:
    """Hours past promise and promises kept of every account of a week."""
    app = opened(sample_home, "customers", **WEEK)

    shown = app.dataframe[0].value.set_index("account")
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        start, end = cursor.execute(
            "select start_at, end_at from dim_periods where period = '2026-W46'"
        ).fetchall()[0]
        for metric, column in (("breach_hours", "late, h"), ("cases_opened", "opened")):
            asked = Question(metric=metric, start=start, end=end, by=("account",))
            for row in query.run(cursor, catalog().metric(metric), asked).to_dict("records"):
                assert shown.at[row["account"], column] == round(row["value"], 1)
    assert shown["late, h"].is_monotonic_decreasing
    assert shown["late, h"].sum() > 0


def test_one_account_is_a_sheet(opened: Opened, sample_home: Path) -> None:
    """Its name is the title; every component stands there with its own verdict."""
    app = opened(sample_home, "customers", account="Harbor & Finch", **WEEK)

    assert app.title[0].value == "Harbor \\& Finch"
    assert len(app.metric) == 12
    assert "renewal" in words(app)


def test_two_accounts_are_a_list(opened: Opened, sample_home: Path) -> None:
    """The table holds the two, and nothing else."""
    app = opened(sample_home, "customers", account=["Harbor & Finch", "Fjordbank"], **WEEK)

    assert set(app.dataframe[0].value["account"]) == {"Harbor & Finch", "Fjordbank"}


def test_a_small_count_is_no_percentage(opened: Opened, one_case: Path) -> None:
    """Four promises of one case: counts only, in the line and in the sentence."""
    app = opened(one_case, "customers", account="Acme", **WEEK)

    assert "of 4 promises kept" in words(app)
    assert "%" not in app.subheader[0].value


def test_the_funnel_holds_every_account_with_promises(opened: Opened, sample_home: Path) -> None:
    """A dot for each that had one decided; cases of nobody are no account."""
    app = opened(sample_home, "customers", last="13w")

    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    dots = [dot[0] for trace in figure["data"] for dot in trace.get("customdata") or []]
    decided = app.dataframe[0].value.set_index("account")["promises kept"]
    known = {name for name in decided.index if decided[name] != "–" and name != "No account"}
    assert len(dots) == len(set(dots))
    assert set(dots) == known
    assert "what chance explains" in words(app)
