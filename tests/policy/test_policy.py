"""Versions, targets, pauses and warnings of a policy that is accepted."""

from datetime import datetime
from pathlib import Path

import pytest

from metrics.policy import load
from metrics.policy.targets import STATUSES, seconds, share
from metrics.warehouse import contract
from tests.conftest import PROJECT
from tests.policy.files import CALENDARS, REPORTING, SLA, write_policy

OFFICE = '        weekly: {mon-fri: ["09:00-17:00"]}'


def test_versions_are_the_union_of_both_files_instants(tmp_path: Path) -> None:
    """Each merged version has the latest calendars and the latest targets at its instant."""
    sla = SLA + "  - effective_from: 2026-10-01\n    targets: []\n"
    calendars = CALENDARS + "  - effective_from: 2026-11-01T08:00:00Z\n    calendars: {}\n"

    policy = load(write_policy(tmp_path, calendars=calendars, sla=sla))

    assert [(v.number, v.effective_from, len(v.targets)) for v in policy.versions] == [
        (1, None, 2),
        (2, datetime(2026, 9, 30, 22), 0),  # local midnight of the reporting zone
        (3, datetime(2026, 11, 1, 8), 0),
    ]
    assert [len(v.calendars) for v in policy.versions] == [2, 2, 0]


def test_version_at_is_half_open(tmp_path: Path) -> None:
    """A version binds from its very instant on."""
    sla = SLA + "  - effective_from: 2026-10-01T00:00:00Z\n    targets: []\n"
    policy = load(write_policy(tmp_path, sla=sla))

    assert policy.version_at(datetime(2026, 9, 30, 23, 59, 59)).number == 1
    assert policy.version_at(datetime(2026, 10, 1)).number == 2
    assert policy.version_at(datetime(1970, 1, 1)).number == 1


def test_first_matching_row_counts_from_the_top(tmp_path: Path) -> None:
    """An omitted key matches anything, a case of unknown tier included."""
    version = load(write_policy(tmp_path)).versions[0]

    gold = version.target("resolve", "Gold", "S1", None)
    unknown = version.target("resolve", None, None, None)
    none = version.target("acknowledge", "Gold", "S1", None)

    assert gold is not None
    assert unknown is not None
    assert (gold.within_seconds, unknown.within_seconds, none) == (8 * 3600, 16 * 3600, None)


def test_pauses_default_by_promise(tmp_path: Path) -> None:
    """Resolve rests while pending; acknowledge and first response never rest."""
    rows = "".join(
        f"      - {{promise: {name}, within: 1 h, calendar: always, objective: 1}}\n"
        for name in ("acknowledge", "first_response", "resolve")
    )
    version = load(write_policy(tmp_path, sla=f"versions:\n  - targets:\n{rows}")).versions[0]

    found = {target.promise: target.pause_on for target in version.targets}

    assert found == {
        "acknowledge": frozenset(),
        "first_response": frozenset(),
        "resolve": frozenset({"pending"}),
    }


@pytest.mark.parametrize("written", ["[]", "null", ""])
def test_pauses_can_be_switched_off(tmp_path: Path, written: str) -> None:
    """An empty pause_on means no pause, not the default."""
    sla = SLA.replace("8 h,", f"8 h, pause_on: {written},", 1)

    target = load(write_policy(tmp_path, sla=sla)).versions[0].targets[0]

    assert target.pause_on == frozenset()


def test_statuses_of_the_policy_are_those_of_the_contract() -> None:
    """One list of canonical statuses."""
    assert STATUSES == contract.STATUSES


@pytest.mark.parametrize(
    "text, expected",
    [("15 min", 900), ("8 h", 28_800), ("30 s", 30), ("1 h 30 min", 5_400), ("1.5h", 5_400)],
)
def test_times_are_read_in_hours_minutes_and_seconds(text: str, expected: int) -> None:
    """No day unit; parts add up."""
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["95 %", "95%", "0.95"])
def test_shares_are_read_as_percent_or_fraction(text: str) -> None:
    """95 % and 0.95 are the same."""
    assert share(text) == 0.95


def test_country_code_no_is_norway(tmp_path: Path) -> None:
    """YAML's guess that NO is false and 22:00 a number is switched off."""
    night = f"{OFFICE}\n        holidays: {{country: NO}}".replace(
        '["09:00-17:00"]', "[[22:00, 23:00]]"
    )
    policy = load(write_policy(tmp_path, calendars=CALENDARS.replace(OFFICE, night)))

    office = policy.versions[0].calendars["office"]

    assert office.holidays.countries[0].country == "NO"
    assert office.weekly["mon"] == ((22 * 3600, 23 * 3600),)


def warned(folder: Path, **files: str) -> tuple[str, ...]:
    return load(write_policy(folder, **files)).warnings


def test_overlapping_hours_are_counted_once_and_warned(tmp_path: Path) -> None:
    """The warning names file, line, calendar and day."""
    doubled = '        weekly: {mon: ["09:00-13:00", "12:00-17:00"]}'

    policy = load(write_policy(tmp_path, calendars=CALENDARS.replace(OFFICE, doubled)))

    assert policy.warnings == (
        'calendars.yaml, line 5, key "mon": hours of calendar "office" overlap on mon '
        "(09:00-13:00, 12:00-17:00); counted once.",
    )
    office = policy.versions[0].calendars["office"]
    assert office.open_on(datetime(2026, 1, 5).date()) == [(9 * 3600, 17 * 3600)]


def test_night_that_runs_into_the_next_mornings_hours_is_warned(tmp_path: Path) -> None:
    """22:00-06:00 overlaps a day that opens at 05:00."""
    doubled = '        weekly: {mon: ["22:00-06:00"], tue: ["05:00-09:00"]}'

    found = warned(tmp_path, calendars=CALENDARS.replace(OFFICE, doubled))

    assert len(found) == 1
    assert "overlap on tue (05:00-09:00, 22:00-06:00)" in found[0]


def test_touching_hours_are_not_warned(tmp_path: Path) -> None:
    """09:00-12:00 and 12:00-17:00 share no second."""
    split = '        weekly: {mon: ["09:00-12:00", "12:00-17:00"]}'

    assert warned(tmp_path, calendars=CALENDARS.replace(OFFICE, split)) == ()


def test_week_without_open_hours_is_warned(tmp_path: Path) -> None:
    """Elapsed stays 0, nothing falls due; a break that eats all hours counts too."""
    empty = f'{OFFICE}\n        breaks: ["08:00-18:00"]'

    found = warned(tmp_path, calendars=CALENDARS.replace(OFFICE, empty))

    assert 'calendar "office" has no open hours in its week' in found[0]


def test_override_on_a_holiday_is_warned(tmp_path: Path) -> None:
    """The holiday wins, so the override would be silently idle."""
    override = '        overrides: {2026-05-01: ["09:00-12:00"]}'
    both = f"{OFFICE}\n        holidays: [2026-05-01]\n{override}"

    found = warned(tmp_path, calendars=CALENDARS.replace(OFFICE, both))

    assert found == (
        'calendars.yaml, line 7, key "2026-05-01": 2026-05-01 is a holiday of calendar "office", '
        "so its override is not used.",
    )


def test_target_that_no_case_reaches_is_warned(tmp_path: Path) -> None:
    """Rows above it take every case; two rows together can shadow a third."""
    rows = (
        "      - {promise: resolve, tier: Gold, within: 8 h, calendar: office, objective: 0.9}\n"
        "      - {promise: resolve, within: 16 h, calendar: always, objective: 0.9}\n"
        "      - {promise: resolve, tier: Silver, within: 1 h, calendar: always, objective: 0.9}\n"
    )

    found = warned(tmp_path, sla=f"versions:\n  - targets:\n{rows}")

    assert len(found) == 1
    assert found[0].startswith('sla.yaml, line 5, key "targets": no case reaches this target')


def test_policy_that_begins_late_is_warned(tmp_path: Path) -> None:
    """Clocks that start before the first SLA version have no promise."""
    sla = SLA.replace("  - targets:", "  - effective_from: 2026-01-01\n    targets:")

    policy = load(write_policy(tmp_path, sla=sla))

    assert [len(version.targets) for version in policy.versions] == [0, 2]
    assert "clocks that started before 2025-12-31 23:00:00Z have no promise" in policy.warnings[0]


def test_digest_follows_the_meaning_and_not_the_text(tmp_path: Path) -> None:
    """Comments and spelling change nothing; a target does."""
    first = load(write_policy(tmp_path)).digest
    same = load(write_policy(tmp_path, sla=f"# terms\n{SLA}".replace("8 h", "480 min"))).digest
    other = load(write_policy(tmp_path, sla=SLA.replace("8 h", "7 h"))).digest

    assert (same == first, other == first) == (True, False)


def test_tiers_of_the_newest_reporting_version_count(tmp_path: Path) -> None:
    """An older tier may still stand in the SLA, but reports no longer list it."""
    older = f"versions:\n  - {{{', '.join(REPORTING.splitlines())}}}\n"
    newer = (
        "  - {effective_from: 2026-10-01, zone: Europe/Berlin, tiers: [Basic], severities: [S1]}\n"
    )

    policy = load(write_policy(tmp_path, reporting=older + newer))

    assert policy.reporting.tiers == ("Basic",)


def test_sample_policy_loads_without_a_warning() -> None:
    """What we ship is what we recommend."""
    policy = load(PROJECT / "sample_data" / "policy")

    assert policy.warnings == ()
    assert [version.effective_from for version in policy.versions] == [
        None,
        datetime(2026, 9, 30, 22),
    ]


@pytest.mark.parametrize("promise", ["acknowledge", "first_response", "resolve"])
@pytest.mark.parametrize("region", ["EU", "US", None])
def test_sample_policy_promises_something_to_every_case(promise: str, region: str | None) -> None:
    """Known or unknown tier and severity, each of the three promises has a target."""
    policy = load(PROJECT / "sample_data" / "policy")

    for version in policy.versions:
        for tier in (*policy.reporting.tiers, None, "No tier"):
            for severity in (*policy.reporting.severities, None, "S5"):
                assert version.target(promise, tier, severity, region), (tier, severity)
