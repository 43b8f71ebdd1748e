"""A source is fresh, late or silent against its own rhythm, and says what that was told from."""

from datetime import date, datetime, timedelta

import pytest

from metrics.freshness import DAY, Freshness, judged
from tests.builders import T

MONDAYS = [T("2026-11-02 09:00"), T("2026-11-09 09:00"), T("2026-11-16 09:00")]
EVERY_DAY = [date(2026, 11, day) for day in range(1, 16)]


def of(now: str, loads: list[datetime], days: list[date] | None = None) -> Freshness:
    days = days or []
    newest = datetime(days[-1].year, days[-1].month, days[-1].day, 17) if days else None
    return judged("desk", loads, newest, days, T(now))


@pytest.mark.parametrize(
    "now, state",
    [
        ("2026-11-23 09:00", "fresh"),  # a week, as always
        ("2026-11-24 09:00", "fresh"),  # and a day of grace
        ("2026-11-24 10:00", "late"),
        ("2026-12-08 09:00", "late"),  # three weeks and a day
        ("2026-12-08 10:00", "silent"),
    ],
)
def test_weekly_loads_are_expected_weekly(now: str, state: str) -> None:
    found = of(now, MONDAYS)

    assert (found.state, found.basis, found.usual) == (state, "loads", 7 * DAY)


def test_several_files_of_one_day_are_one_load() -> None:
    """Five files dropped at once are no rhythm of minutes."""
    burst = [MONDAYS[0] + timedelta(minutes=i) for i in range(5)]

    assert of("2026-11-03 09:00", burst).basis is None
    assert of("2026-11-23 09:00", [*burst, *MONDAYS[1:]]).usual == 7 * DAY


def test_first_loads_are_judged_by_their_events() -> None:
    """One load shows no rhythm; fifteen days of events without a gap do."""
    found = of("2026-11-18 09:00", MONDAYS[:1], EVERY_DAY)

    assert (found.state, found.basis, found.usual) == ("late", "events", DAY)
    assert found.age == timedelta(days=2, hours=16)


def test_rare_events_are_waited_for() -> None:
    """A source with a major incident every four weeks is not silent after ten days."""
    days = [date(2026, 9, 1), date(2026, 9, 20), date(2026, 10, 18)]

    assert of("2026-10-28 09:00", MONDAYS[:1], days).state == "fresh"


def test_too_little_to_tell_is_said() -> None:
    """A list of accounts has no events: after one load nobody can say when the next is due."""
    found = of("2026-11-18 09:00", MONDAYS[:1])

    assert (found.state, found.basis, found.last_at) == ("unknown", None, MONDAYS[0])


def test_clock_that_runs_behind_makes_no_negative_age() -> None:
    assert of("2026-11-01 00:00", MONDAYS).age == timedelta(0)
