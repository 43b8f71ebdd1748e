"""Tiers and regions that a log tells row by row, and verdicts that moved with them: one test each
wrong number; never weakened."""

from pathlib import Path
from typing import Any

import pytest

from loaders.manifest import exports
from metrics.warehouse import stages
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from metrics.warehouse.reasons import LATE, reasons
from tests.loaders.exports import write
from tests.loaders.sources.built import land_all
from tests.soundness.test_ties_and_edges import CASE, POLICY, at, events
from tests.warehouses import ALL_EVIDENCE, landed, policy_folder

MAPPING = """
table: events
time_zone: UTC
source: desk
columns: {case_id: Case, event_at: At, activity: Act, status: Status, tier: Tier, region: Region,
  account_id: Account}
activities: {Created: created, Note: commented}
statuses: {New: new, Open: open, Resolved: resolved}
"""
ACCOUNTS = """
table: accounts
time_zone: UTC
columns: {account_id: Account, tier: Tier, region: Region, effective_from: Since}
"""
HEADER = "Case,At,Act,Status,Tier,Region,Account\n"
RULES = POLICY | {
    "sla.yaml": """
versions:
  - targets:
      - {promise: resolve, tier: Gold, within: 1 h, calendar: always, objective: 90 %}
      - {promise: resolve, region: US, within: 20 h, calendar: always, objective: 90 %}
      - {promise: resolve, within: 8 h, calendar: always, objective: 90 %}
"""
}
PROMISES = """
    select case_id, state, tier, region, target_seconds // 3600,
        strftime(decided_at, '%d %H:%M:%S')
    from fct_promises where promise = 'resolve' order by case_id
"""
# A becomes Silver after two hours as Gold, B after half an hour.
TWO = """A,2026-03-02 09:00:00,Created,New,Gold,EU,
A,2026-03-02 12:00:00,Note,Open,Silver,EU,
B,2026-03-02 09:00:00,Created,New,Gold,EU,
B,2026-03-02 09:30:00,Note,Open,Silver,EU,
B,2026-03-02 12:00:00,Note,Resolved,,,
"""
BREACHED = ("A", "breached", "Gold", "EU", 8, "02 10:00:01")
MET = ("B", "met", "Silver", "EU", 8, "02 12:00:00")


def said(home: Path, *logs: str, accounts: str = "", query: str = PROMISES) -> list[Any]:
    """What a warehouse of these files of one log, landed in order, answers."""
    write(home / "in", MAPPING, "desk.mapping.yaml")
    write(home / "in", ACCOUNTS, "accounts.mapping.yaml")
    texts = {f"desk{number}.csv": HEADER + log for number, log in enumerate(logs)}
    if accounts:
        texts["accounts.csv"] = "Account,Tier,Region,Since\n" + accounts
    for name, text in texts.items():
        path = write(home / "in", text, name)
        kind = "accounts" if name == "accounts.csv" else "desk"
        land_all(home, path, mapping=home / "in" / f"{kind}.mapping.yaml")
    build(home, policy_folder(home, RULES), exports(home))
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        return cursor.execute(query).fetchall()


@pytest.mark.parametrize("large", [0, stages.LARGE], ids=["folded", "plain"])
def test_a_breach_as_gold_stays_one_when_the_case_becomes_silver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """The tier of the last row counted from the opening on: A, Gold with 1 h, was past it at
    10:00:01 and told as Silver within its 8 h once a row of 12:00 said so. B had become Silver in
    time."""
    monkeypatch.setattr(stages, "LARGE", large)

    assert said(tmp_path, TWO) == [BREACHED, MET]


def test_a_second_export_that_tells_a_later_tier_moves_no_closed_week(tmp_path: Path) -> None:
    """The first export knew A as Gold; one of the next week, which tells that week alone, turned
    its breach of the closed week into another tier's."""
    first = "".join(TWO.splitlines(keepends=True)[::2]) + "B,2026-03-02 09:30:00,Note,Open,Silver,,"
    later = (
        "A,2026-03-10 09:00:00,Note,Open,Platinum,US,\nB,2026-03-11 09:00:00,Note,Resolved,Gold,,"
    )

    week = said(tmp_path / "one", first)
    both = said(tmp_path / "two", first, later)

    assert [row[:4] + row[5:] for row in week] == [BREACHED[:4] + BREACHED[5:], MET[:4] + MET[5:]]
    assert [row[:4] + row[5:] for row in both] == [row[:4] + row[5:] for row in week]


def test_a_figure_by_tier_and_region_keeps_what_stood_then(tmp_path: Path) -> None:
    """A case opened as Gold of the EU stood under Silver and the US for good."""
    log = "A,2026-03-02 09:00:00,Created,New,Gold,EU,\nA,2026-03-09 09:00:00,Note,Open,Silver,US,"
    asked = "select opened_tier, opened_region, tier, region from fct_cases"

    assert said(tmp_path, log, query=asked) == [("Gold", "EU", "Silver", "US")]


def test_the_first_word_holds_from_the_opening_and_an_empty_cell_says_nothing(
    tmp_path: Path,
) -> None:
    """Only A's row of 09:30 names a tier: it had it all along, and keeps it through empty cells."""
    log = """A,2026-03-02 09:00:00,Created,New,,,
A,2026-03-02 09:30:00,Note,Open,Gold,,
A,2026-03-02 10:30:00,Note,Open,,,
A,2026-03-02 11:00:00,Note,Resolved,,,
"""

    assert said(tmp_path, log) == [("A", "breached", "Gold", "No region", 1, "02 10:00:01")]


def test_a_row_that_resolves_and_upgrades_is_held_against_what_it_says(tmp_path: Path) -> None:
    """Of one row the tier comes first, as its severity does; a later row of the second is late."""
    log = """A,2026-03-02 09:00:00,Created,New,Gold,,
A,2026-03-02 09:59:59,Note,Resolved,Silver,,
B,2026-03-02 09:00:00,Created,New,Gold,,
B,2026-03-02 09:59:59,Note,Resolved,Gold,,
B,2026-03-02 09:59:59,Note,Resolved,Silver,,
"""

    found = said(tmp_path, log)

    assert [(row[0], row[2], row[4]) for row in found] == [("A", "Silver", 8), ("B", "Gold", 1)]


def test_what_the_log_tells_of_a_case_goes_before_the_list_of_accounts(tmp_path: Path) -> None:
    """A says its tier itself and so has none of its account's; its region, and all of B, are the
    account's, the region from the day on that the list names."""
    log = """A,2026-03-02 09:00:00,Created,New,Gold,,x
A,2026-03-11 09:00:00,Note,Resolved,,,
B,2026-03-02 09:00:00,Created,New,,,x
B,2026-03-02 10:00:00,Note,Resolved,,,
C,2026-03-10 09:00:00,Created,New,,,x
C,2026-03-11 04:00:00,Note,Resolved,,,
"""
    accounts = "x,Silver,EU,\nx,Platinum,US,2026-03-10 12:00:00\n"

    found = said(tmp_path, log, accounts=accounts)

    assert found == [
        ("A", "breached", "Gold", "EU", 1, "02 10:00:01"),
        ("B", "met", "Silver", "EU", 8, "02 10:00:00"),
        ("C", "met", "Platinum", "US", 20, "11 04:00:00"),
    ]


def test_an_empty_cell_of_a_later_line_of_accounts_says_nothing(tmp_path: Path) -> None:
    """A line for a new tier alone took the region of all cases opened from then on."""
    log = "A,2026-03-11 09:00:00,Created,New,,,x\nA,2026-03-11 10:00:00,Note,Resolved,,,\n"

    found = said(tmp_path, log, accounts="x,Silver,US,\nx,Platinum,,2026-03-10 12:00:00\n")

    assert found == [("A", "met", "Platinum", "US", 20, "11 10:00:00")]


def test_a_region_that_an_account_has_later_holds_from_then_on(tmp_path: Path) -> None:
    """The region of the opening stayed for good: held against the 8 h of others to the end, and
    counted in the EU, after its account had gone to the US and its 20 h."""
    case = CASE | {"account_id": "x"}
    log = events((at("09:00"), "created", None, None), (at("09:00", 3), "resolved", None, None))
    accounts = [
        {"account_id": "x", "region": "EU"},
        {"account_id": "x", "region": "US", "effective_from": at("12:00")},
    ]
    tables = {"cases": [case], "case_events": log, "accounts": accounts}
    build(
        tmp_path, policy_folder(tmp_path, RULES), [landed(tmp_path, tables, ALL_EVIDENCE, "made")]
    )

    with open_warehouse(tmp_path) as warehouse, warehouse.cursor() as cursor:
        found = cursor.execute(PROMISES).fetchall()

    assert found == [("A", "breached", "No tier", "US", 20, "03 05:00:01")]


def test_a_later_tier_is_no_corrected_one(tmp_path: Path) -> None:
    """A closed week that late rows had moved was put down to a corrected tier, because the case
    has another one by now."""
    first = "A,2026-03-02 09:00:00,Created,New,Gold,EU,\nB,2026-03-20 09:00:00,Created,New,,,"
    late = "A,2026-03-02 09:40:00,Note,Resolved,Gold,,\nA,2026-03-21 09:00:00,Note,Open,Silver,,"
    said(tmp_path / "one", first)
    said(tmp_path / "two", first, late)

    with open_warehouse(tmp_path / "one") as older, open_warehouse(tmp_path / "two") as newer:
        found = reasons(older, newer)

    assert {why for cases in found.by_week.values() for why in cases.values()} == {LATE}


def test_a_new_tier_breaks_no_silence(tmp_path: Path) -> None:
    """Nobody does anything on a case when its account gets another tier: only what the row itself
    tells counts, here an activity that the mapping leaves out."""
    log = """A,2026-03-02 09:00:00,Created,New,Gold,EU,
A,2026-03-05 09:00:00,Tier,New,Silver,US,
A,2026-03-08 09:00:00,Note,New,,,
A,2026-03-10 09:00:00,Note,New,,,
"""
    mapping = MAPPING.replace("Note: commented", "Note: commented, Tier: ignore")
    write(tmp_path / "in", mapping, "desk.mapping.yaml")
    path = write(tmp_path / "in", HEADER + log, "desk.csv")
    land_all(tmp_path, path, mapping=tmp_path / "in" / "desk.mapping.yaml")
    build(tmp_path, policy_folder(tmp_path, RULES), exports(tmp_path))

    with open_warehouse(tmp_path) as warehouse, warehouse.cursor() as cursor:
        found = cursor.execute(
            "select strftime(from_at, '%d'), tier from fct_silences order by from_at"
        ).fetchall()

    assert found == [("02", "Gold"), ("08", "Silver")]
