"""Promises still running at an instant, beside what a later build says when nothing happens."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics import policy as policies
from metrics import risk
from metrics.__main__ import main
from metrics.errors import QuestionError
from metrics.warehouse import tables
from metrics.warehouse.connection import Warehouse, open_warehouse
from tests.conftest import PROJECT
from tests.reference_clock import WallClock
from tests.warehouses import build_rows

# Monday 2026-03-02 to Friday: 09:00 to 17:00; 8 h are a working day.
POLICY = {
    "reporting.yaml": "zone: Etc/UTC\ntiers: [Gold]\nseverities: [S1, S2]\n",
    "calendars.yaml": (
        "versions:\n  - calendars:\n"
        "      desk: {zone: Etc/UTC, weekly: {mon-fri: ['09:00-17:00']}}\n"
    ),
    "sla.yaml": """
versions:
  - targets:
      - {promise: acknowledge, within: 2 h, calendar: desk, objective: 90 %}
      - {promise: resolve, within: 8 h, calendar: desk, objective: 90 %, pause_on: [pending]}
""",
}
OPENED = datetime(2026, 3, 2, 15)


def at(hours: float) -> datetime:
    return OPENED + timedelta(hours=hours)


def event(case: str, hours: float, kind: str, before: str = "", after: str = "") -> dict[str, Any]:
    told = {"case_id": case, "event_at": at(hours), "seq": int(hours * 60), "type": kind}
    return told | {"actor": "Ann", "from_value": before or None, "to_value": after or None}


KEY = ["case_id", "promise"]
OPEN_PROMISES = """
    select case_id, promise, elapsed_seconds, left_seconds, due_at,
        breached_at is not null as is_breached
    from fct_promises
    where is_open and not is_drill
    order by case_id, cast(promise as varchar)
"""
LOG = [
    event("open", 0, "created"),
    event("rests", 0, "created"),
    event("rests", 0.5, "acknowledged"),
    event("rests", 1, "status_changed", "open", "pending"),
    event("kept", 0, "created"),
    event("kept", 1, "acknowledged"),
    event("kept", 1, "resolved"),
    event("drill", 0, "created"),
]
CASES = [
    {
        "case_id": name,
        "kind": "ticket",
        "severity": "S1",
        "tier": "Gold",
        "is_drill": name == "drill",
    }
    for name in ("open", "rests", "kept", "drill")
]


def built(folder: Path, as_of: datetime) -> Warehouse:
    return build_rows(folder, CASES, LOG, policy_yaml=POLICY, as_of=as_of)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The log as of Monday at 16:00."""
    with built(tmp_path_factory.mktemp("monday"), at(1)) as warehouse:
        yield warehouse


def asked(warehouse: Warehouse, now: datetime | None = None) -> pd.DataFrame:
    with warehouse.cursor() as cursor:
        return risk.running(cursor, now)


def by_promise(found: pd.DataFrame) -> Mapping[tuple[str, str], Any]:
    return {(row["case_id"], row["promise"]): row for row in found.to_dict("records")}


@pytest.mark.parametrize("hours", [1, 3, 20, 25, 101])
def test_a_clock_runs_on_as_a_later_build_says(
    tmp_path: Path, monday: Warehouse, hours: float
) -> None:
    """At each instant what is left, due and breached is what a build as of then says."""
    with built(tmp_path, at(hours)) as later, later.cursor() as cursor:
        said = tables.frame(cursor.execute(OPEN_PROMISES))
    found = asked(monday, at(hours))
    found["is_breached"] = found["band"] == "breached"

    ours = found[list(said.columns)].sort_values(KEY, ignore_index=True)
    pd.testing.assert_frame_equal(ours, said)


def test_what_is_left_is_working_time(monday: Warehouse) -> None:
    """Opened on Monday at 15:00 with 2 h to acknowledge and 8 h to resolve. On Tuesday at 10:00
    3 h have run: the first is over by an hour, the other has 5 h left. What rests since 16:00
    has used 1 h. Kept promises and drills do not count."""
    found = by_promise(asked(monday, at(19)))

    said = {
        key: (row["left_seconds"] / 3600, row["band"], row["state"]) for key, row in found.items()
    }
    assert said == {
        ("open", "acknowledge"): (-1, "breached", "running"),
        ("open", "resolve"): (5, "on track", "running"),
        ("rests", "resolve"): (7, "on track", "paused"),
    }


@pytest.mark.parametrize(
    ("hours", "case", "band", "reason"),
    [
        (17.99, "open", "on track", "outside hours"),  # 8:59 on Tuesday: 2 h of 8 have run
        (20, "open", "50-75 %", None),
        (21.9999, "open", "50-75 %", None),
        (22, "open", "75-100 %", None),
        (24, "open", "75-100 %", None),  # the whole target is used up, and it is not past yet
        (24 + 1 / 3600, "open", "breached", None),
        (24, "rests", "on track", "pending"),
    ],
)
def test_bands_begin_at_their_share(
    monday: Warehouse, hours: float, case: str, band: str, reason: str | None
) -> None:
    """On track below half of the target, then 50-75 and 75-100 %; breached past it."""
    found = by_promise(asked(monday, at(hours)))[(case, "resolve")]

    assert (found["band"], found["reason"] if reason else None) == (band, reason)


def test_clocks_run_to_where_hours_are_known(monday: Warehouse) -> None:
    """Neither before the as-of instant, where events would have to be undone, nor past the
    calendars."""
    with pytest.raises(QuestionError, match="cannot run back"):
        asked(monday, at(0.5))
    with pytest.raises(QuestionError, match="not known so far ahead"):
        asked(monday, at(24 * 3000))


def test_nothing_loaded_is_nothing_running(tmp_path: Path) -> None:
    """An empty warehouse has the columns and no rows."""
    with build_rows(tmp_path, [], [], policy_yaml=POLICY) as warehouse:
        found = asked(warehouse)

    assert (len(found), "left_seconds" in found.columns) == (0, True)


def test_the_sample_runs_on_by_the_wall_clock(sample_home: Path) -> None:
    """Five days on, every running clock of the sample has moved by the open seconds that
    stepping through its calendar finds; a paused one has not moved."""
    policy = policies.load(PROJECT / "sample_data" / "policy")
    clocks = {name: WallClock(one) for name, one in policy.versions[-1].calendars.items()}
    with open_warehouse(sample_home) as warehouse:
        with warehouse.cursor() as cursor:
            as_of = cursor.execute("select as_of from meta").fetchall()[0][0]
        now = as_of + timedelta(days=5, hours=9)
        before, after = by_promise(asked(warehouse)), by_promise(asked(warehouse, now))

    for key, row in after.items():
        ran = 0 if row["state"] == "paused" else clocks[row["calendar"]].elapsed(as_of, now)
        assert row["elapsed_seconds"] - before[key]["elapsed_seconds"] == ran
    assert len(after) == len(before) > 0


def test_the_command_prints_them(sample_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The least time left first; instants end in Z, what is unknown is null."""
    code = main(["risk", "--home", str(sample_home), "--format", "json"])

    rows = json.loads(capsys.readouterr().out)
    left = [row["left_seconds"] for row in rows]
    assert (code, left) == (0, sorted(left))
    assert rows[0]["started_at"].endswith("Z")
    assert next(row for row in rows if row["state"] == "paused")["due_at"] is None


def test_chances_lie_between_none_and_all(sample_home: Path) -> None:
    """Every running promise of the sample has one, from at least one decided promise; a breached
    one has none; a paused one less than a running one of its group and share."""
    with open_warehouse(sample_home) as warehouse:
        found = asked(warehouse)

    is_open = found["band"] != "breached"
    assert found[is_open]["chance"].between(0, 1).all()
    assert (found[is_open]["group_n"] > 0).all()
    assert found[~is_open]["chance"].isna().all()
    assert found[found["state"] == "paused"]["chance"].max() < 0.05


def test_expected_breaches_add_up_by_hand() -> None:
    """Due within 24 h of working time: 0.9, 0.4, one unknown and 0.1; the breached one and the
    one with two days left do not count."""
    hours = [2, 5, 20, 24, -3, 48]
    chances = [0.9, 0.4, None, 0.1, None, 0.7]
    bands = ["on track"] * 4 + ["breached", "on track"]
    rows = {"left_seconds": [h * 3600 for h in hours], "chance": chances, "band": bands}

    found = risk.expected_breaches(pd.DataFrame(rows)).set_index("horizon")

    assert found.loc["4 h"].tolist() == [1, 0.9, 0]
    assert found.loc["24 h"].tolist() == pytest.approx([4, 1.4, 1])
    assert found.loc["7 d", "due"] == 5


def test_a_kind_that_is_no_better_shows_no_chance(monday: Warehouse) -> None:
    """Three promises decided are no backtest: no chance, and the reason is said."""
    found = asked(monday)
    with monday.cursor() as cursor:
        said = risk.sentences(found, risk.backtest(cursor))

    assert found["chance"].isna().all()
    assert said[0] == "Due within 4 h of working time: 1."
