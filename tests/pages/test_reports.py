"""Reports: what the page shows is what the command prints, and what it cannot show it says."""

import shlex
from pathlib import Path

import pytest

from metrics.__main__ import main
from metrics.report import as_csv
from metrics.unit import NOTHING
from pages.ui import answers, report_asked
from tests.pages.conftest import Opened, words

PERIOD = {"from": "2026-08-17", "to": "2026-11-15"}


def code(app: object, starts: str) -> str:
    """The block of code that starts so."""
    found = [each.value for each in app.code]  # type: ignore[attr-defined]
    return next(str(text) for text in found if str(text).startswith(starts))


def test_the_command_prints_what_the_page_takes_away(
    opened: Opened, sample_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two metrics by month and tier, of one team: the same rows, digit for digit."""
    asked = {"metric": ["sla_adherence", "cases_opened"], "grain": "month", "by": "tier"}
    app = opened(sample_home, "reports", **asked, **PERIOD, team="Frontline")

    command = code(app, "python -m metrics report")
    capsys.readouterr()
    assert main([*shlex.split(command)[3:], "--home", str(sample_home)]) == 0
    printed = capsys.readouterr().out

    shown = app.dataframe[0].value
    assert len(shown) == len(printed.splitlines()) - 1
    assert list(shown["n"]) == [int(float(line.split(",")[6])) for line in printed.splitlines()[1:]]


def test_a_metric_that_a_filter_cannot_narrow_is_left_out_in_words(
    opened: Opened, sample_home: Path
) -> None:
    """Uptime knows no team: its figure would be of every team, so it is not shown."""
    app = opened(
        sample_home, "reports", metric=["uptime", "cases_opened"], team="Frontline", **PERIOD
    )

    assert "Uptime is not in this report" in words(app)
    assert set(app.dataframe[0].value["metric"]) == {"Cases opened"}


def test_an_unknown_metric_and_breakdown_are_named(opened: Opened, sample_home: Path) -> None:
    """A link with a typing mistake says so, with the nearest name."""
    app = opened(sample_home, "reports", metric="sla_adherance", by="tear", **PERIOD)

    assert 'Did you mean "sla' in words(app)
    assert 'Did you mean "tier"' in words(app)
    assert set(app.dataframe[0].value["metric"]) == {"SLA adherence"}


def test_a_small_share_is_shown_as_counts(opened: Opened, sample_home: Path) -> None:
    """Under five decided no percentage stands on a page; the file holds the share."""
    app = opened(sample_home, "reports", by="tier", grain="month", **PERIOD)

    shown = app.dataframe[0].value
    few = shown[(shown["tier"] == "No tier") & (shown["n"] < 5)]
    assert len(few) > 0
    assert all(" of " in text for text in few["value"])
    assert set(few["95 % interval"]) == {NOTHING}


def test_only_shared_breakdowns_and_figures_are_offered() -> None:
    """A report has one set of columns, so every metric of it must know the breakdown."""
    known = answers.metrics()
    metrics = [known.metric("sla_adherence"), known.metric("cases_opened")]

    offered = report_asked.breakdowns(metrics)

    assert "tier" in offered
    assert "promise" not in offered
    assert report_asked.figures(metrics) == ["count"]


def test_a_report_without_rows_has_a_header_still() -> None:
    """An empty file says what it would hold."""
    assert as_csv(["metric", "n"], []) == "metric,n\r\n"
