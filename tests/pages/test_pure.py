"""The parts that need no browser: words, hours, signals in a sentence, cells, CSV."""

from datetime import datetime

import pandas as pd
import pytest

from metrics.catalog import catalog
from metrics.cell import Cell, judged
from metrics.figures import Figure, moved_most
from metrics.headline import headline
from pages.ui import charts, export, formats, hours
from pages.ui.matrix import matrix
from tests.pages.conftest import HOSTILE

START = datetime(2026, 5, 4)


def adherence(*shares: float, n: int = 40, cell: tuple[str, str] | None = None) -> Figure:
    """SLA adherence over these weeks, `n` decided in each."""
    weeks = pd.DataFrame(
        {
            "period": [f"2026-W{19 + i}" for i in range(len(shares))],
            "start_at": [START + pd.Timedelta(weeks=i) for i in range(len(shares))],
            "value": shares,
            "low": shares,
            "high": shares,
            "hits": [round(share * n) for share in shares],
            "n": n,
        }
    )
    metric = catalog().metric("sla_adherence")
    name = f"{cell[0]} acknowledgements" if cell else "SLA adherence"
    return Figure(name, metric, "share", weeks, shares[-2], False, cell=cell)


def test_escaped_text_keeps_no_markup() -> None:
    """Every character that markdown reads is taken literally."""
    said = formats.md_escape(HOSTILE)

    assert said.replace("\\", "") == HOSTILE
    assert all(f"\\{mark}" in said for mark in "![](:$*<_")


@pytest.mark.parametrize(
    "seconds, said",
    [(0, "0"), (45, "45 s"), (300, "5 min"), (7500, "2 h 05 min"), (-3600, "−1 h"), (None, "–")],
)
def test_contract_time_is_said_in_hours(seconds: float | None, said: str) -> None:
    """Never in days: a working day is shorter than a day."""
    assert formats.clock(seconds) == said


def test_nearly_all_is_not_all() -> None:
    """199 of 200 must not read 100 %."""
    assert formats.percent(199 / 200).startswith("99")
    assert formats.percent(1.0).startswith("100")


def test_a_running_clock_stands_still_outside_its_hours() -> None:
    """Eight to ten with a desk open from nine: one hour closed, one hour open."""
    day = datetime(2026, 11, 10)
    at = [day.replace(hour=hour) for hour in (8, 9, 10, 17)]

    parts = hours.cut((at[0], at[2]), [(at[1], at[3])])

    assert parts == [(at[0], at[1], False), (at[1], at[2], True)]


def test_hours_cut_at_midnight_are_one_stretch() -> None:
    """Calendars are kept by UTC day; a reader sees no midnight."""
    day = datetime(2026, 11, 10)
    night = [(day, day.replace(hour=12)), (day.replace(hour=12), day.replace(hour=20))]

    assert hours.joined(night) == [(day, day.replace(hour=20))]


def test_the_sentence_names_the_signal() -> None:
    """Gold left its range, the whole did not."""
    steady = [0.96, 0.97, 0.95, 0.96, 0.97, 0.96, 0.95, 0.97, 0.96, 0.96, 0.97, 0.95, 0.96, 0.96]
    whole, gold = adherence(*steady), adherence(*steady, 0.7, cell=("Gold", "acknowledge"))

    said = headline([whole], [gold], moved_most([whole, gold]))

    assert said.startswith("Gold acknowledgements slipped to 70.0")
    assert "(28 of 40): outside their normal range" in said
    assert said.endswith("Every other change this week is within normal variation.")


def test_the_sentence_is_quiet_without_signals() -> None:
    """Nothing moved: the sentence says so, with the count."""
    whole = adherence(*[0.95, 0.975] * 8)

    said = headline([whole], [], whole)

    assert said.startswith("Nothing left its normal range this week")
    assert "(39 of 40 decided)" in said


def test_few_weeks_are_too_early_to_say() -> None:
    """Eleven weeks give no verdict."""
    assert adherence(*[0.95, 0.9] * 5).verdict == "too early to say"


@pytest.mark.parametrize(
    "share, high, aim, state",
    [
        (0.96, 0.99, 0.95, "good"),
        (0.93, 0.97, 0.95, "unsure"),
        (0.80, 0.90, 0.95, "bad"),
        (None, 0.9, 0.95, "few"),
        (0.96, 0.99, None, "plain"),
    ],
)
def test_a_cell_is_red_only_when_chance_cannot_explain_it(
    share: float | None, high: float, aim: float | None, state: str
) -> None:
    """Red needs the upper end of the interval below the objective."""
    assert judged(share, high, aim) == state


def test_a_cell_under_five_has_no_percentage() -> None:
    """Counts only."""
    few = Cell("Gold", "resolve", 1, 3, None, "few")

    chart = matrix([few], ["Gold"], ["resolve"])

    assert (few.percent, few.counts) == (None, "1/3")
    assert "1 of 3" in chart.alt
    assert "%" not in chart.alt


def test_a_control_chart_says_its_range() -> None:
    """Those who cannot see it hear the last figure, the range and the signals."""
    figure = adherence(*[0.95, 0.975] * 8)

    chart = charts.control(figure.weeks, "share", "SLA adherence", figure.band, figure.marks)

    assert "last 97.5" in chart.alt
    assert "normal range" in chart.alt
    assert "0 signals" in chart.alt


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-cmd", "@x", "\t=1", " =1"])
def test_no_cell_of_a_csv_is_a_formula(cell: str) -> None:
    """A spreadsheet would run it, as a heading, too."""
    text = export.csv_text(pd.DataFrame({"subject": [cell], "n": [-1], "=1": [None]}))

    head, row, _ = text.split("\r\n")
    assert head == "subject,n,'=1"
    assert row.startswith(("'", "\"'"))
    assert row.endswith(",-1,")


def test_a_negative_number_of_a_csv_stays_a_number() -> None:
    """As text, too: behind an apostrophe no spreadsheet adds it up."""
    text = export.csv_text(pd.DataFrame({"late by": ["-1.5"], "change": [-2]}))

    assert text.split("\r\n")[1] == "-1.5,-2"
