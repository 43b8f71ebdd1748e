"""Windows of whole days: bounds, names, and what each is compared with."""

from datetime import date, datetime

import pytest

from metrics import window
from metrics.errors import QuestionError

BERLIN = "Europe/Berlin"
CUT = datetime(2026, 11, 15, 23, 58, 1)  # Monday 00:58 in Berlin: W46 is over


def test_a_week_is_named_and_ends_at_local_midnight() -> None:
    """Berlin is an hour ahead of UTC in November."""
    found = window.days(date(2026, 11, 9), date(2026, 11, 15), BERLIN, CUT)

    assert found == window.Window(
        "2026-W46", datetime(2026, 11, 8, 23), datetime(2026, 11, 15, 23), False
    )


def test_weeks_that_are_over_end_with_the_last_one() -> None:
    found = window.closed_weeks(13, BERLIN, CUT)

    assert found.name == "13 weeks to 2026-W46"
    assert window.bounds(found, BERLIN) == (date(2026, 8, 17), date(2026, 11, 15))
    assert not found.is_open


def test_days_that_are_over_leave_out_today() -> None:
    found = window.closed_days(7, BERLIN, CUT)

    assert found.name == "2026-W46"


def test_the_window_before_is_equally_long_in_local_days() -> None:
    """The week of the change to winter time has an hour more, and the one before has not."""
    autumn = window.days(date(2026, 10, 19), date(2026, 10, 25), BERLIN, CUT)

    before = window.compared(autumn, "previous", BERLIN)

    assert before is not None
    assert before.name == "2026-W42"
    assert (autumn.end - autumn.start).total_seconds() == 7 * 86400 + 3600
    assert (before.end - before.start).total_seconds() == 7 * 86400


def test_the_quarter_before_is_thirteen_weeks_back() -> None:
    shown = window.closed_weeks(4, BERLIN, CUT)

    found = window.compared(shown, "quarter", BERLIN)

    assert found is not None
    assert found.name == "4 weeks to 2026-W33"
    assert window.compared(shown, "none", BERLIN) is None


def test_a_long_window_goes_back_as_many_quarters_as_it_needs() -> None:
    """26 weeks less 13 would overlap, and the same cases on both sides hide any change."""
    half_a_year = window.closed_weeks(26, BERLIN, CUT)

    found = window.compared(half_a_year, "quarter", BERLIN)

    assert found is not None
    assert found.end == half_a_year.start


def test_days_that_run_backwards_are_refused() -> None:
    with pytest.raises(QuestionError, match="run backwards"):
        window.days(date(2026, 11, 15), date(2026, 11, 9), BERLIN, CUT)


def test_a_window_that_is_not_over_is_open() -> None:
    assert window.days(date(2026, 11, 1), date(2026, 11, 16), BERLIN, CUT).is_open


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 9), date(2026, 11, 15), "in 2026-W46"),
        (date(2026, 8, 17), date(2026, 11, 15), "over the 13 weeks to 2026-W46"),
        (date(2026, 11, 2), date(2026, 11, 9), "from 2026-11-02 to 2026-11-09"),
        (date(2026, 11, 2), date(2026, 11, 2), "on 2026-11-02"),
    ],
)
def test_a_sentence_names_its_days(first: date, last: date, said: str) -> None:
    assert window.days(first, last, BERLIN, CUT).when == said
