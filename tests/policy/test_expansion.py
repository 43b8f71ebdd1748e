"""The calendar expansion against a reader that steps on instants, and its two row shapes."""

import itertools
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.policy import Calendar
from metrics.policy.expansion import block_rows, day_rows, open_intervals
from metrics.policy.hours import DAYS
from tests.policy.clock_by_hand import is_open

MINUTE = timedelta(minutes=1)
STARTS = {  # three UTC days round a change of the clock, and one plain stretch
    "Europe/Berlin": date(2026, 3, 28),
    "America/New_York": date(2026, 10, 31),
    "America/St_Johns": date(2006, 10, 28),  # changes at one minute past midnight
    "Australia/Lord_Howe": date(2026, 4, 3),  # by half an hour
    "Pacific/Apia": date(2011, 12, 29),  # has no 30 December
    "Asia/Beirut": date(2026, 3, 28),  # midnight itself does not exist
    "America/Sao_Paulo": date(2026, 5, 1),
    "Africa/Casablanca": date(2026, 2, 14),  # Ramadan
    "Asia/Kathmandu": date(2026, 7, 1),
    "America/Havana": date(2026, 10, 31),  # midnight happens twice
}


@st.composite
def ranges(draw: st.DrawFn) -> list[str]:
    listed = []
    for _ in range(draw(st.integers(0, 3))):
        opens, closes = draw(st.integers(0, 1439)), draw(st.integers(1, 1440))
        if opens != closes and (opens, closes) != (0, 0):
            listed.append(f"{clock(opens)}-{clock(closes)}")
    return listed


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, date, date]:
    zone = draw(st.sampled_from(sorted(STARTS)))
    first = STARTS[zone]
    dates = st.sampled_from([first + timedelta(days=n) for n in range(-2, 5)])
    dated = st.dictionaries(dates.map(str), ranges(), max_size=3)
    calendar = Calendar.model_validate(
        {
            "zone": zone,
            "weekly": {day: draw(ranges()) for day in DAYS},
            "holidays": [str(day) for day in draw(st.sets(dates, max_size=1))],
            "overrides": draw(dated),
            "breaks": {"daily": draw(ranges())[:1], **draw(dated)},
        }
    )
    return calendar, first, first + timedelta(days=2)


@settings(max_examples=150, deadline=None)
@given(calendars())
def test_expansion_equals_reading_the_wall_clock_at_every_minute(
    drawn: tuple[Calendar, date, date],
) -> None:
    """t is open iff its local wall time is in the open hours of its local date."""
    calendar, first, last = drawn

    intervals = open_intervals(calendar, first, last)

    start = datetime.combine(first, datetime.min.time())
    minutes = [start + n * MINUTE for n in range(3 * 1440)]
    expected = {at for at in minutes if is_open(calendar, at)}
    assert {at for a, b in intervals for at in every_minute(a, b)} == expected


def every_minute(start: datetime, end: datetime) -> list[datetime]:
    return [start + n * MINUTE for n in range(int((end - start) / MINUTE))]


@settings(max_examples=60, deadline=None)
@given(calendars())
def test_intervals_are_sorted_apart_and_inside_the_asked_days(
    drawn: tuple[Calendar, date, date],
) -> None:
    """Intervals are half-open, merged, in order, clipped to [first, last + 1 day)."""
    calendar, first, last = drawn

    edges = [at for pair in open_intervals(calendar, first, last) for at in pair]

    assert all(a < b for a, b in itertools.pairwise(edges))
    assert all(first <= at.date() <= last + timedelta(days=1) for at in edges)


@settings(max_examples=60, deadline=None)
@given(calendars())
def test_day_rows_cover_every_second_once(drawn: tuple[Calendar, date, date]) -> None:
    """Day rows touch, never cross UTC midnight, and count the open seconds before them."""
    calendar, first, last = drawn
    intervals = open_intervals(calendar, first, last)

    rows = day_rows(intervals, first, last)

    assert rows[0][1].date() == first
    assert rows[-1][2] == datetime.combine(last, datetime.min.time()) + timedelta(days=1)
    assert all(a[2] == b[1] for a, b in itertools.pairwise(rows))
    assert all(day == a.date() == (b - timedelta(seconds=1)).date() for day, a, b, _, _ in rows)
    opened = [(a, b) for _, a, b, is_open_, _ in rows if is_open_]
    assert sum((b - a for a, b in opened), timedelta()) == sum(
        (b - a for a, b in intervals), timedelta()
    )


@settings(max_examples=60, deadline=None)
@given(calendars(), st.integers(1, 3 * 86_400))
def test_block_rows_are_the_inverse_of_day_rows(
    drawn: tuple[Calendar, date, date], second: int
) -> None:
    """The N-th open second ends where the day rows have counted N open seconds."""
    calendar, first, last = drawn
    intervals = open_intervals(calendar, first, last)
    days, blocks = day_rows(intervals, first, last), block_rows(intervals)
    total = sum(int((b - a).total_seconds()) for a, b in intervals)

    found = [
        row for row in blocks if row[0] == (second - 1) // 86_400 and row[1] < second <= row[2]
    ]

    assert len(found) == (1 if second <= total else 0)
    for _, open_from, _, starts_at in found:
        ends_at = starts_at + timedelta(seconds=second - open_from)
        _, from_at, _, _, before = next(r for r in days if r[3] and r[1] < ends_at <= r[2])
        assert before + int((ends_at - from_at).total_seconds()) == second


def test_blocks_are_cut_at_whole_open_days() -> None:
    """No block row crosses a multiple of 86,400 open seconds, so the look-up is an equi-join."""
    calendar = Calendar(zone="Etc/UTC", always_open=True)

    rows = block_rows(open_intervals(calendar, date(2026, 1, 1), date(2026, 1, 3)))

    assert [(block, a, b) for block, a, b, _ in rows] == [
        (0, 0, 86_400),
        (1, 86_400, 172_800),
        (2, 172_800, 259_200),
    ]


def hours_open(zone: str, day: str, weekly: str = "00:00-24:00") -> float:
    """Open hours of one local date, seen over the UTC days round it."""
    calendar = Calendar.model_validate(
        {"zone": zone, "weekly": {"mon-sun": []}, "overrides": {day: [weekly]}}
    )
    around = date.fromisoformat(day)
    found = open_intervals(calendar, around - timedelta(days=2), around + timedelta(days=2))
    return sum((b - a).total_seconds() for a, b in found) / 3600


def test_a_whole_local_day_has_its_real_length() -> None:
    """Clock changes are real seconds: 23, 25, 23.5 and 24.5 hours, and none on a missing date."""
    assert hours_open("Europe/Berlin", "2026-03-29") == 23
    assert hours_open("Europe/Berlin", "2026-10-25") == 25
    assert hours_open("Australia/Lord_Howe", "2026-10-04") == 23.5
    assert hours_open("Australia/Lord_Howe", "2026-04-05") == 24.5
    assert hours_open("Pacific/Apia", "2011-12-30") == 0


def test_a_boundary_in_a_gap_opens_when_the_gap_ends() -> None:
    """02:30 does not exist on the spring Sunday: 02:30-04:00 is open from 03:00 only."""
    assert hours_open("Europe/Berlin", "2026-03-29", "02:30-04:00") == 1


def test_an_hour_that_happens_twice_is_open_on_both_passes() -> None:
    """02:00-03:00 on the autumn Sunday is two real hours; 02:30-03:00 is two halves."""
    assert hours_open("Europe/Berlin", "2026-10-25", "02:00-03:00") == 2
    assert hours_open("Europe/Berlin", "2026-10-25", "02:30-03:00") == 1


def test_seconds_in_hours_are_kept() -> None:
    """Hours may carry seconds; nothing is rounded to minutes."""
    assert hours_open("Etc/UTC", "2026-05-04", "09:00:30-09:00:45") * 3600 == 15


def test_a_transition_in_the_last_hours_asked_for_is_seen() -> None:
    """The range may end on the very day of the change: New York changes at 07:00Z, within it."""
    calendar = Calendar.model_validate(
        {"zone": "America/New_York", "weekly": {"mon-sun": ["02:00-24:00"]}}
    )

    found = open_intervals(calendar, date(2026, 3, 8), date(2026, 3, 8))

    assert found[-1] == (datetime(2026, 3, 8, 7), datetime(2026, 3, 9))


def test_a_holiday_closes_its_local_date_and_only_that() -> None:
    """A night shift loses its hours on the holiday, whichever day it began on."""
    calendar = Calendar.model_validate(
        {"zone": "Etc/UTC", "weekly": {"mon-sun": ["22:00-06:00"]}, "holidays": ["2026-05-05"]}
    )

    found = open_intervals(calendar, date(2026, 5, 4), date(2026, 5, 6))

    assert found == [
        (datetime(2026, 5, 4), datetime(2026, 5, 4, 6)),
        (datetime(2026, 5, 4, 22), datetime(2026, 5, 5)),
        (datetime(2026, 5, 6), datetime(2026, 5, 6, 6)),
        (datetime(2026, 5, 6, 22), datetime(2026, 5, 7)),
    ]


def test_a_holiday_wins_over_an_override_and_an_override_over_the_week() -> None:
    """Precedence: holiday, then dated override, then weekly hours."""
    calendar = Calendar.model_validate(
        {
            "zone": "Etc/UTC",
            "weekly": {"mon-sun": ["09:00-17:00"]},
            "overrides": {"2026-05-04": ["10:00-11:00"], "2026-05-05": ["10:00-11:00"]},
            "holidays": ["2026-05-05"],
        }
    )

    found = open_intervals(calendar, date(2026, 5, 4), date(2026, 5, 6))

    assert found == [
        (datetime(2026, 5, 4, 10), datetime(2026, 5, 4, 11)),
        (datetime(2026, 5, 6, 9), datetime(2026, 5, 6, 17)),
    ]


def test_public_holidays_of_a_subdivision_close() -> None:
    """Corpus Christi 2026 is a holiday in Bavaria and none in Berlin."""
    weekly = {"mon-fri": ["09:00-17:00"]}
    bavaria = {"country": "DE", "subdivision": "BY"}
    closed = Calendar.model_validate({"zone": "Etc/UTC", "weekly": weekly, "holidays": bavaria})
    opened = Calendar.model_validate(
        {"zone": "Etc/UTC", "weekly": weekly, "holidays": {"country": "DE", "subdivision": "BE"}}
    )
    day = date(2026, 6, 4)

    assert open_intervals(closed, day, day) == []
    assert len(open_intervals(opened, day, day)) == 1
