"""Mistakes of targets, reporting and whole files: what, where, nearest, next step."""

from pathlib import Path

import pytest

from metrics.errors import PolicyError
from metrics.policy import load
from tests.policy.files import CALENDARS, REPORTING, SLA, refusal, write_policy

SLA_MISTAKES = {
    "negative target": (
        "8 h",
        "-8 h",
        'sla.yaml, line 3, key "within": "-8 h" is not more than nothing. A target is at least',
    ),
    "zero target": ("8 h", "0 min", '"0 min" is not more than nothing.'),
    "a day unit": (
        "8 h",
        "2 days",
        '"2 days" has a day unit, and there is none. A day can mean 24 hours, one working day',
    ),
    "no unit": ("8 h", "15", '"15" says no unit. Did you mean "15 min"? Write it like 15 min,'),
    "unknown unit": ("8 h", "8 minits", 'unknown time unit "minits". Did you mean "minute"?'),
    "no time": ("8 h", "soon", '"soon" is no time. Write it like 15 min, 8 h or 30 s.'),
    "half a second": ("8 h", "0.5 s", '"0.5 s" is no whole number of seconds.'),
    "unknown tier": (
        "tier: Gold",
        "tier: Glod",
        'sla.yaml, line 3, key "tier": unknown tier "Glod". Did you mean "Gold"? '
        "reporting.yaml lists Gold, Silver.",
    ),
    "unknown severity": (
        "tier: Gold",
        "severity: [S1, S9]",
        'key "severity": unknown severity "S9". reporting.yaml lists S1, S2.',
    ),
    "unknown calendar": (
        "calendar: office",
        "calendar: ofice",
        'sla.yaml, line 3, key "calendar": calendars.yaml has no calendar "ofice". '
        'Did you mean "office"? It has office, always.',
    ),
    "unknown promise": (
        "promise: resolve",
        "promise: reslove",
        'key "promise": unknown promise "reslove". Did you mean "resolve"?',
    ),
    "unknown status": (
        "8 h,",
        "8 h, pause_on: [pendng],",
        'sla.yaml, line 3, key "pause_on": unknown status "pendng". Did you mean "pending"?',
    ),
    "objective above one": (
        "objective: 0.9",
        "objective: 95",
        '"95" is no share from 0 to 1. Did you mean "95 %"? Write 0.95 or 95 %.',
    ),
    "objective in words": ("objective: 0.9", "objective: high", '"high" is no share.'),
    "unknown key": (
        "tier: Gold",
        "teir: Gold",
        'sla.yaml, line 3, key "teir": unknown key "teir". Did you mean "tier"? Known are',
    ),
    "missing key": (
        ", objective: 0.9",
        "",
        '"objective" is missing. See sla.yaml in sample_data/policy.',
    ),
    "no target list": (
        "targets:",
        "targets: {}\n    effective_from:",
        'key "targets": a list of targets is wanted here.',
    ),
    "unknown version key": (
        "  - targets:",
        "  - target:",
        'sla.yaml, line 2, key "target": unknown key "target". Did you mean "targets"?',
    ),
    "no date": (
        "  - targets:",
        "  - effective_from: October\n    targets:",
        'sla.yaml, line 2, key "effective_from": "October" is no date or instant. '
        "Write a date like 2026-10-01, or an instant like 2026-10-01T08:00:00Z.",
    ),
    "an instant without a zone": (
        "  - targets:",
        "  - effective_from: 2026-10-01T08:00\n    targets:",
        '"2026-10-01T08:00" is no date or instant.',
    ),
    "no version": (SLA, "versions: []", 'line 1, key "versions": versions is empty. Write one.'),
    "no versions key": (SLA, "targets: []", 'unknown key "targets". Known are: versions.'),
    "two versions at once": (
        SLA,
        "versions: [{targets: []}, {targets: []}]",
        "two versions begin at the same instant. Give each its own date.",
    ),
}


@pytest.mark.parametrize("mistake", SLA_MISTAKES)
def test_sla_mistake_is_refused_with_its_cure(tmp_path: Path, mistake: str) -> None:
    """A bad target stops the start with file, line, key, nearest right thing, next step."""
    right, wrong, expected = SLA_MISTAKES[mistake]

    said = refusal(tmp_path, sla=SLA.replace(right, wrong, 1))

    assert expected in said


REPORTING_MISTAKES = {
    "unknown key": ("tiers:", "teirs:", 'line 2, key "teirs": unknown key "teirs". Did you mean'),
    "unknown zone": ("Europe/Berlin", "CETT", 'unknown time zone "CETT".'),
    "no tiers": ("[Gold, Silver]", "[]", 'key "tiers": the list is empty. Name at least one'),
    "a tier twice": ("[Gold, Silver]", "[Gold, Gold]", '"Gold" is listed twice. Name each once.'),
    "tiers in one word": ("[Gold, Silver]", "Gold", 'key "tiers": input should be a valid tuple'),
    "a share above one": ("severities", "at_risk_share: 75\nseverities", 'mean "75 %"?'),
    "no reopen window": ("severities", "reopen_window_days: 0\nseverities", "greater than 0"),
}


@pytest.mark.parametrize("mistake", REPORTING_MISTAKES)
def test_reporting_mistake_is_refused_with_its_cure(tmp_path: Path, mistake: str) -> None:
    """A bad reporting file stops the start with file, line and key."""
    right, wrong, expected = REPORTING_MISTAKES[mistake]

    said = refusal(tmp_path, reporting=REPORTING.replace(right, wrong, 1))

    assert said.startswith("reporting.yaml, line ")
    assert expected in said


FILE_MISTAKES = {
    "empty": ("", "sla.yaml: the file is empty. See sample_data/policy for one."),
    "comments only": ("# nothing\n", "sla.yaml: the file is empty."),
    "no mapping": ("- promise", "sla.yaml, line 1: a mapping of keys is wanted here."),
    "no YAML": ("versions: [", "sla.yaml, line 1, column 12: this is no YAML ("),
    "a key twice": (
        "versions: []\nversions: []",
        'sla.yaml, line 2, key "versions": this key is written twice (first on line 1). Keep one.',
    ),
    "an endless alias": ("versions: &a [*a]", "an alias contains itself. Write it out."),
    "a merge key": ("<<: {}", 'unknown key "<<".'),
}


@pytest.mark.parametrize("mistake", FILE_MISTAKES)
def test_broken_file_is_refused_with_its_cure(tmp_path: Path, mistake: str) -> None:
    """A file that is no policy at all says so."""
    text, expected = FILE_MISTAKES[mistake]

    assert expected in refusal(tmp_path, sla=text)


def test_missing_file_names_the_folder_and_where_to_copy_from(tmp_path: Path) -> None:
    """All three files are needed."""
    (write_policy(tmp_path) / "sla.yaml").unlink()

    with pytest.raises(PolicyError, match=r"has no sla\.yaml\. Copy it from sample_data/policy"):
        load(tmp_path)


def test_file_that_is_not_utf8_says_where(tmp_path: Path) -> None:
    """A latin-1 policy is refused instead of being read wrongly."""
    (write_policy(tmp_path) / "sla.yaml").write_bytes("# f\u00fcr\n".encode("latin-1"))

    with pytest.raises(PolicyError, match=r"sla\.yaml, byte 3: this is not UTF-8 text\. Save it"):
        load(tmp_path)


def test_reporting_zone_may_not_move(tmp_path: Path) -> None:
    """Closed weeks would move with it."""
    older = "  - {zone: Europe/Berlin, tiers: [Gold], severities: [S1]}"
    newer = "  - {effective_from: 2026-10-01, zone: UTC, tiers: [Gold], severities: [S1]}"

    said = refusal(tmp_path, reporting=f"versions:\n{older}\n{newer}\n")

    assert said.startswith('reporting.yaml, line 3, key "zone": the reporting zone may not change')
    assert 'Did you mean "Europe/Berlin"? Keep it in every version.' in said


def test_calendar_dropped_by_a_later_version_is_missed_from_then(tmp_path: Path) -> None:
    """A target's calendar must exist in every merged version that the target is part of."""
    later = "  - effective_from: 2026-10-01\n    calendars: {always: {zone: UTC, always_open: 1}}\n"

    said = refusal(tmp_path, calendars=CALENDARS + later)

    assert 'no calendar "office" from 2026-09-30 22:00Z' in said
