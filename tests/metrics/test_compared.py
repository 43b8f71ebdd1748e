"""One metric in two periods: by hand, and beside what `report` says of each."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from metrics import comparison
from metrics.__main__ import main
from metrics.catalog import catalog
from metrics.compared import CARRIED, FEW_WEEKS, Span, compare, sentence
from metrics.errors import QuestionError
from metrics.instants import period
from metrics.query import Question, run
from metrics.statistics import NORMAL, SIGNAL, TOO_EARLY
from metrics.warehouse.connection import open_warehouse
from tests.builders import T, case, cycle, marts, promise

FIRST = Span("2026-W10", T("2026-03-02 00:00"), T("2026-03-09 00:00"))
SECOND = Span("2026-W11", T("2026-03-09 00:00"), T("2026-03-16 00:00"))
LONGER = Span("2026-W11..2026-W12", T("2026-03-09 00:00"), T("2026-03-23 00:00"))


FIVE_WEEKS = (
    Span("before", T("2026-01-05 00:00"), T("2026-02-09 00:00")),
    Span("after", T("2026-02-09 00:00"), T("2026-03-20 00:00")),  # five weeks and four days
)


def late(week: int, hours: int) -> tuple[str, dict]:
    """A promise kept so many hours past its target, on the Tuesday of a week."""
    left = T("2026-01-06 12:00") + timedelta(weeks=week)
    return promise(
        state="breached", breached_at=left - timedelta(hours=1), breach_left_at=left,
        stopped_at=left, decided_at=left - timedelta(hours=1), target_seconds=3600,
        elapsed_seconds=3600 * (1 + hours),
    )  # fmt: skip


def decided(met: int, breached: int, day: str, tier: str = "Gold") -> list[tuple[str, dict]]:
    at = T(f"2026-03-{day} 12:00")
    states = ["met"] * met + ["breached"] * breached
    return [promise(state=state, decided_at=at, tier=tier) for state in states]


def test_shares_by_hand() -> None:
    """38 of 40 in one week and 20 of 40 in the next: 45 points less, and chance alone explains
    it less than once in 10,000. Two of three in Silver is too few to say."""
    rows = [*decided(38, 2, "03"), *decided(20, 20, "10"), *decided(2, 1, "10", "Silver")]
    with marts(*rows) as cursor:
        found = compare(cursor, "sla_adherence", FIRST, SECOND, by=("tier",))

    gold, silver = found
    assert (gold["tier"], gold["before"], gold["after"]) == ("Gold", 0.95, 0.5)
    assert gold["difference"] == pytest.approx(-0.45)
    assert gold["low"] < -0.45 < gold["high"] < 0
    assert (gold["p_value"] < 1e-4, gold["verdict"]) == (True, SIGNAL)
    assert (silver["n_before"], silver["n"], silver["verdict"]) == (0, 3, TOO_EARLY)


def test_counts_of_unequal_periods_are_compared_by_length() -> None:
    """10 cases in a week and 22 in the two after it are 11 a week: one more, and no signal."""
    rows = [case(created_at=T("2026-03-03 09:00")) for _ in range(10)]
    rows += [case(created_at=T("2026-03-11 09:00")) for _ in range(22)]
    with marts(*rows) as cursor:
        (found,) = compare(cursor, "cases_opened", FIRST, LONGER)

    assert (found["before"], found["after"], found["difference"]) == (10, 22, 1)
    assert found["verdict"] == NORMAL


def test_paces_of_unequal_periods_are_compared_a_day() -> None:
    """7 resolved in a week and 42 in the two after it: 1 and 3 a day, which chance does not
    explain; the interval is a day's, too."""
    days = ["2026-03-03 09:00"] * 7 + ["2026-03-11 09:00"] * 42
    rows = [case(), *(cycle(resolved_at=T(day)) for day in days)]
    with marts(*rows) as cursor:
        (found,) = compare(cursor, "resolution_velocity", FIRST, LONGER)

    assert (found["before"], found["n_before"], found["after"], found["n"]) == (1, 7, 3, 42)
    assert (found["difference"], found["unit"], found["verdict"]) == (2, "per_day", SIGNAL)
    assert 0 < found["low"] < 2 < found["high"] < 10


def test_periods_that_overlap_are_refused() -> None:
    """The same cases on both sides would hide any change."""
    with marts() as cursor, pytest.raises(QuestionError, match="overlap"):
        compare(cursor, "cases_opened", SECOND, LONGER)


@pytest.mark.parametrize(
    ("name", "why"), [("open_cases", CARRIED), ("breach_hours", FEW_WEEKS), ("uptime", FEW_WEEKS)]
)
def test_what_cannot_be_judged_says_why(name: str, why: str) -> None:
    """A stock is the same cases week after week; of one week nothing can be ranked."""
    with marts(case()) as cursor:
        (found,) = compare(cursor, name, FIRST, SECOND)

    assert found["verdict"] == why


@pytest.mark.parametrize(("later", "label"), [((9, 8, 9, 9, 8), SIGNAL), ((1, 2, 9, 1, 2), NORMAL)])
def test_a_sum_is_judged_by_the_weeks_of_both_periods(later: tuple[int, ...], label: str) -> None:
    """Five weeks of 1 or 2 hours past promise, then five of 8 or 9: every week is worse than
    any before. One bad week of five, however bad, is normal variation. The week that the second
    period cuts in two counts for nothing."""
    hours = (1, 2, 1, 2, 1, *later, 50)
    with marts(*(late(week, over) for week, over in enumerate(hours))) as cursor:
        (found,) = compare(cursor, "breach_hours", *FIVE_WEEKS)

    assert (found["n_before"], found["n"]) == (5, 6)
    assert found["verdict"] == label


def test_the_figures_are_those_of_report(
    sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For every metric of the sample; the difference, which is worked out from the rows
    themselves, is that of the two figures."""
    monkeypatch.setattr(comparison, "RESAMPLES", 20)  # the interval is not what is asked here
    before, after = (
        Span(text, *period(text, "Europe/Berlin"))
        for text in ("2026-W30..2026-W32", "2026-W33..2026-W35")
    )
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        for name, metric in catalog().items():
            (found,) = compare(cursor, name, before, after)
            for one, value, n in ((before, "before", "n_before"), (after, "after", "n")):
                asked = Question(metric=name, start=one.start, end=one.end)
                (row,) = run(cursor, metric, asked).to_dict("records")
                said = pytest.approx(row["value"], nan_ok=True)
                assert (float("nan") if found[value] is None else found[value]) == said, name
                assert found[n] == row["n"], name
            if found["difference"] is not None:
                gap = found["after"] - found["before"]
                assert found["difference"] == pytest.approx(gap, abs=1e-9), name


def test_the_sentence_says_both_figures_and_the_verdict() -> None:
    """Title, breakdown, both figures with n, the difference with its interval, the verdict."""
    with marts(*decided(38, 2, "03"), *decided(20, 20, "10")) as cursor:
        (found,) = compare(cursor, "sla_adherence", FIRST, SECOND, by=("tier",))

    said = sentence(found, FIRST.name, SECOND.name).replace("\u2009", " ")
    assert said.startswith(
        "SLA adherence, Gold: 95.0 % (n 40) in 2026-W10, 50.0 % (n 40) in 2026-W11: -45.0 pp, from"
    )
    assert said.endswith("signal.")


def test_the_command_prints_rows_and_words(
    sample_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows as JSON to one side, a sentence each to the other."""
    code = main(
        [
            *("compare", "sla_adherence", "--between", "2026-W44", "--and", "2026-W45"),
            *("--by", "tier", "--format", "json", "--home", str(sample_home)),
        ]
    )

    printed = capsys.readouterr()
    rows = json.loads(printed.out)
    assert code == 0
    assert {"Platinum", "Gold", "Silver"} <= {row["tier"] for row in rows}
    assert printed.err.count("\n") == len(rows)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-11-09", "2026-11-08 23:00", "2026-11-09 23:00"),
        ("2026-W43", "2026-10-18 22:00", "2026-10-25 23:00"),  # summer time ends
        ("2026-12", "2026-11-30 23:00", "2026-12-31 23:00"),
        ("2026-Q4", "2026-09-30 22:00", "2026-12-31 23:00"),
        ("2026-W01..2026-W02", "2025-12-28 23:00", "2026-01-11 23:00"),
        ("2026-01..2026-Q1", "2025-12-31 23:00", "2026-03-31 22:00"),
    ],
)
def test_a_period_is_read_in_the_reporting_zone(text: str, start: str, end: str) -> None:
    """Midnights of Berlin, whatever the season."""
    assert period(text, "Europe/Berlin") == (
        datetime.fromisoformat(start),
        datetime.fromisoformat(end),
    )
