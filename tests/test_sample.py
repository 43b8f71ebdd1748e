"""The sample exports as files: the same bytes from the same seed, each story in the raw rows."""

import csv
import gzip
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from loaders import sample
from tests.conftest import PROJECT

Rows = list[dict[str, str]]
EXPORTS = PROJECT / "sample_data" / "exports"
MAX_BYTES = 6_000_000


def read(path: Path) -> Rows:
    return list(csv.DictReader(content(path).decode().splitlines()))


def content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@pytest.fixture(scope="module")
def events() -> Rows:
    """The support desk's event log as it lies in the project."""
    return read(EXPORTS / "support_events.csv.gz")


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    """Story -> ids of its cases."""
    return sample.told(sample.world())


def of(events: Rows, case_id: str) -> Rows:
    return [row for row in events if row["Case"] == case_id]


def at(row: dict[str, str]) -> datetime:
    return datetime.fromisoformat(row["Timestamp"])


def when(events: Rows, case_id: str, activity: str) -> datetime:
    return next(at(row) for row in of(events, case_id) if row["Activity"] == activity)


def resolved(events: Rows, case_id: str) -> datetime:
    return next(at(row) for row in of(events, case_id) if row["Status"] == "Resolved")


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock of the machine and no unseeded chance goes into an export."""
    first, second = sample.write(tmp_path / "a"), sample.write(tmp_path / "b")

    assert [p.name for p in first] == [p.name for p in second]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_the_committed_exports_are_those_that_the_seed_gives(tmp_path: Path) -> None:
    """What lies in the project is what `python -m loaders.sample` writes (zlibs differ)."""
    written = sample.write(tmp_path)

    assert sorted(p.name for p in EXPORTS.iterdir()) == [p.name for p in written]
    assert [p.name for p in written if content(p) != content(EXPORTS / p.name)] == []


def test_the_exports_stay_small() -> None:
    """They are part of every clone."""
    assert sum(p.stat().st_size for p in EXPORTS.iterdir()) < MAX_BYTES


def test_the_vendor_has_the_promised_size(events: Rows) -> None:
    """Sixty accounts, about six thousand cases, eighteen months to Sunday night."""
    desk = read(EXPORTS / "servicenow_incident_log.csv.gz")
    cases = {row["Case"] for row in events} | {row["number"] for row in desk}
    accounts = {row["Account ID"] for row in read(EXPORTS / "accounts.csv")}
    readable = [row["Timestamp"] for row in events if "02-31" not in row["Timestamp"]]

    assert len(accounts) == 60
    assert 5_700 < len(cases) < 6_300
    assert min(readable)[:10] == "2025-05-15"
    assert max(readable) == "2026-11-15 23:58:00"


def test_the_servicenow_log_has_the_real_logs_columns(shared: Path) -> None:
    """Thirty-six columns in their order."""
    real = next((shared / "data" / "servicenow_event_log").glob("opened*.csv.gz"))
    with gzip.open(real, "rt") as theirs:
        header = theirs.readline()

    assert content(EXPORTS / "servicenow_incident_log.csv.gz").decode().startswith(header)


def test_the_servicenow_log_behaves_as_the_real_one() -> None:
    """Unpadded day-first dates, '?' for null, and `made_sla` that only turns false at Closed."""
    rows = read(EXPORTS / "servicenow_incident_log.csv.gz")
    stamps = [row["sys_updated_at"] for row in rows]

    assert all(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4} \d\d:\d\d", stamp) for stamp in stamps)
    assert any(stamp.startswith("9/11/2026") for stamp in stamps)
    assert {row["problem_id"] for row in rows} == {"?"}
    assert {row["incident_state"] for row in rows if row["made_sla"] == "false"} == {"Closed"}


def test_the_readme_names_the_cases_of_every_story(told: dict[str, list[str]]) -> None:
    """A reader can look each one up; long runs are named by their ends."""
    text = (PROJECT / "sample_data" / "README.md").read_text()
    named = {story: ids if story != "major incident" else ids[:: len(ids) - 1]
             for story, ids in told.items()}  # fmt: skip

    assert [i for ids in named.values() for i in ids if i not in text] == []


def test_sign_on_blockers_come_back_within_thirty_days(
    events: Rows, told: dict[str, list[str]]
) -> None:
    """Each opens after the one before was resolved, and not more than thirty days after."""
    ids = told["single sign-on blocker"]
    gaps = [when(events, b, "Created") - resolved(events, a)
            for a, b in pairwise(ids)]  # fmt: skip

    assert len(ids) >= 12
    assert {of(events, i)[0]["Category"] for i in ids} == {"Single sign-on"}
    assert {of(events, i)[0]["Kind"] for i in ids} == {"blocker"}
    assert all(timedelta(0) < gap <= timedelta(days=30) for gap in gaps)


def test_one_incident_is_felt_by_many_accounts(events: Rows) -> None:
    """Twenty-six accounts write within four hours, all linked to one parent."""
    linked = [row for row in events if row["Parent"] and row["Activity"] == "Created"]
    parents = {row["Incident"] for row in read(EXPORTS / "major_incidents.csv")}

    assert {row["Parent"] for row in linked} <= parents
    assert len({row["Account"] for row in linked}) == 26
    assert max(map(at, linked)) - min(map(at, linked)) < timedelta(hours=4)


def test_cases_are_reopened(events: Rows, told: dict[str, list[str]]) -> None:
    """About one case in twenty, and one of them three times."""
    reopened = Counter(row["Case"] for row in events if row["Activity"] == "Reopened")
    cases = {row["Case"] for row in events}

    assert 0.03 < len(reopened) / len(cases) < 0.08
    assert [reopened[i] for i in told["reopened three times"]] == [3]


def test_the_german_holiday_stops_only_the_german_clock(
    events: Rows, told: dict[str, list[str]]
) -> None:
    """Both took about 65 minutes of working time; one of them took three days and a half."""
    spans = [when(events, i, "Acknowledged") - when(events, i, "Created") for i in told["holiday"]]
    german, american = spans

    assert german > timedelta(days=3)
    assert american < timedelta(hours=16)


def test_two_cases_run_over_a_change_of_the_clock(events: Rows, told: dict[str, list[str]]) -> None:
    """Real time against a four-hour promise: ten minutes under in March, ten over in October."""
    spans = [resolved(events, i) - when(events, i, "Created") for i in told["clock change"]]

    assert spans == [timedelta(hours=3, minutes=50), timedelta(hours=4, minutes=10)]


def test_two_cases_open_in_the_hour_that_exists_twice(
    events: Rows, told: dict[str, list[str]]
) -> None:
    """An hour apart, and both between two and three by the clock in Berlin."""
    opened = [when(events, i, "Created") for i in told["ambiguous hour"]]

    assert [t.strftime("%m-%d %H") for t in opened] == ["10-25 00", "10-25 01"]


@pytest.mark.parametrize(
    "story, status",
    [("paused", "Waiting on customer"), ("open breach", "Open"), ("never acknowledged", "New")],
)
def test_the_states_at_the_end_are_there(
    events: Rows, told: dict[str, list[str]], story: str, status: str
) -> None:
    """What the last row of such a case says."""
    assert {of(events, i)[-1]["Status"] for i in told[story]} == {status}


def test_a_case_is_owned_by_nobody(events: Rows, told: dict[str, list[str]]) -> None:
    """It had an owner once and has none now."""
    owners = [row["Owner"] for row in of(events, told["no owner"][0])]

    assert any(owners)
    assert owners[-1] == ""


def test_the_log_has_the_flaws_of_a_real_one(events: Rows) -> None:
    """Three doubled lines, one impossible date, one line without a case; no case suffers."""
    doubled = Counter(tuple(row.values()) for row in events)

    assert [n for n in doubled.values() if n > 1] == [2, 2, 2]
    assert [row["Timestamp"] for row in events if "02-31" in row["Timestamp"]] != []
    assert len([row for row in events if not row["Case"]]) == 1


def test_accounts_change_their_tier() -> None:
    """Later lines of an account are dated, and say another tier than the line before."""
    tiers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read(EXPORTS / "accounts.csv"):
        tiers[row["Account ID"]].append((row["Effective from"], row["Tier"]))
    changed = [history for history in tiers.values() if len(history) > 1]

    assert len(changed) == 7
    assert all(history == sorted(history) and not history[0][0] for history in changed)
    assert all(a[1] != b[1] for h in changed for a, b in pairwise(h))
