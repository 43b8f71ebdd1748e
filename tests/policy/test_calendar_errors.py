"""Mistakes of calendars: what is wrong, file, line and key, the nearest right thing, the cure."""

from pathlib import Path

import pytest

from tests.policy.files import CALENDARS, refusal

WEEK = '        weekly: {mon-fri: ["09:00-17:00"]}'
CALENDAR_MISTAKES = {
    "unknown zone": (
        "zone: Europe/Berlin",
        "zone: Europe/Berlim",
        'calendars.yaml, line 4, key "zone": unknown time zone "Europe/Berlim". '
        'Did you mean "Europe/Berlin"? Write it like Europe/Berlin.',
    ),
    "a city without its continent": (
        "zone: Europe/Berlin",
        "zone: berlin",
        'calendars.yaml, line 4, key "zone": unknown time zone "berlin". '
        'Did you mean "Europe/Berlin"?',
    ),
    "no zone": (
        "        zone: Europe/Berlin\n",
        "",
        'calendars.yaml, line 3, key "office": "zone" is missing.',
    ),
    "opens when it closes": (
        WEEK,
        '        weekly:\n          mon: ["09:00-09:00"]',
        'calendars.yaml, line 6, key "mon": 09:00-09:00 is empty: it opens when it closes. '
        "Write 00:00-24:00 for the whole day, or [] for a closed one.",
    ),
    "a time that no clock shows": (
        '"09:00-17:00"',
        '"09:00-25:00"',
        'key "mon-fri": "25:00" is no time of day. Times run from 00:00 to 24:00.',
    ),
    "no time at all": (
        '"09:00-17:00"',
        '"nine-five"',
        '"nine" is no time of day. Write it like ["09:00-12:00", "13:00-17:00"].',
    ),
    "one time only": ('"09:00-17:00"', '"09:00"', "'09:00' is no range of hours."),
    "unknown day": (
        "mon-fri",
        "mno-fri",
        'key "mno-fri": unknown day "mno". Did you mean "mon"? Known are: mon, tue, wed,',
    ),
    "a day twice": (
        WEEK,
        WEEK.replace("}", ", wed: []}"),
        'key "wed": wed is given twice. Give every day once.',
    ),
    "unknown key": (
        "        weekly:",
        "        wekly:",
        'calendars.yaml, line 5, key "wekly": unknown key "wekly". Did you mean "weekly"?',
    ),
    "unknown country": (
        WEEK,
        f"{WEEK}\n        holidays: {{country: Germny}}",
        'calendars.yaml, line 6, key "country": unknown holiday country "Germny". '
        'Did you mean "germany"?',
    ),
    "country by its name": (
        WEEK,
        f"{WEEK}\n        holidays: {{country: Germany}}",
        '"Germany" is no country code. Did you mean "DE"? Use the two-letter ISO code.',
    ),
    "unknown subdivision": (
        WEEK,
        f"{WEEK}\n        holidays:\n          country: DE\n          subdivision: BZ",
        'calendars.yaml, line 8, key "subdivision": unknown subdivision of DE "BZ". Known are: BB,',
    ),
    "a date that does not exist": (
        WEEK,
        f"{WEEK}\n        holidays: [2026-02-30]",
        'calendars.yaml, line 6, key "holidays": "2026-02-30" is no date. '
        "Write it like 2026-12-24.",
    ),
    "an override on no date": (
        WEEK,
        f"{WEEK}\n        overrides: {{24.12.2026: []}}",
        'key "24.12.2026": "24.12.2026" is no date. Write it like 2026-12-24.',
    ),
    "always open with hours": (
        "always_open: true",
        'always_open: true, weekly: {mon: ["09:00-17:00"]}',
        'calendars.yaml, line 6, key "always": an always_open calendar has no hours of its own. '
        "Leave out weekly,",
    ),
    "no hours at all": (
        f"{WEEK}\n",
        "",
        'key "office": the calendar says no hours. Write weekly: {mon-fri: ["09:00-17:00"]}, '
        "or always_open: true for 24x7.",
    ),
}


@pytest.mark.parametrize("mistake", CALENDAR_MISTAKES)
def test_calendar_mistake_is_refused_with_its_cure(tmp_path: Path, mistake: str) -> None:
    """A bad calendar stops the start with file, line, key, nearest right thing, next step."""
    right, wrong, expected = CALENDAR_MISTAKES[mistake]

    said = refusal(tmp_path, calendars=CALENDARS.replace(right, wrong, 1))

    assert expected in said
