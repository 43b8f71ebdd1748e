"""Wrong numbers out of event logs as they are exported, one test each; never weakened."""

from pathlib import Path
from typing import Any

import pytest

from metrics.warehouse import stages
from tests.loaders.exports import write
from tests.loaders.sources.built import asked, land_all

MAPPING = """
table: events
time_zone: UTC
kind: ticket
bots: [Bot, "App: *"]
activities: {Created: created, Reply: replied, Esc: escalated}
statuses: {New: new, Open: open, Resolved: resolved}
"""


def told(home: Path, mapping: str, log: str, *queries: str) -> list[list[tuple[Any, ...]]]:
    """What a warehouse of one log says to each query."""
    write(home / "in", MAPPING + mapping, "desk.mapping.yaml")
    land_all(home, write(home / "in", log, "desk.csv"))
    return asked(home, *queries)


@pytest.mark.parametrize("large", [0, stages.LARGE])
def test_an_assignment_to_a_bot_is_no_acknowledgement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """Only who assigned was asked whether it is a bot: a person who gave a case to one had
    acknowledged it at 09:05. C keeps it: Bob is a person."""
    monkeypatch.setattr(stages, "LARGE", large)
    mapping = """
columns: {case_id: Case, event_at: At, activity: Act, actor: Actor, status: Status, owner: Owner}
records: [replied, resolved]
"""
    log = """Case,At,Act,Actor,Status,Owner
A,2026-03-02 09:00:00,Created,Cust,New,
A,2026-03-02 09:05:00,Note,Ann,New,Bot
A,2026-03-02 11:00:00,Note,Ann,New,Ann
B,2026-03-02 09:00:00,Created,Cust,New,
B,2026-03-02 09:05:00,Note,Ann,New,App: Router
C,2026-03-02 09:00:00,Created,Cust,New,
C,2026-03-02 09:05:00,Note,Ann,New,Bob
"""

    (found,) = told(
        tmp_path,
        mapping,
        log,
        "select case_id, strftime(acknowledged_at, '%H:%M') from fct_cases order by case_id",
    )

    assert found == [("A", "11:00"), ("B", None), ("C", "09:05")]


def test_a_log_without_actors_knows_its_bots_as_owners(tmp_path: Path) -> None:
    """The names of bots were looked at only where a column says who did it."""
    mapping = """
columns: {case_id: Case, event_at: At, activity: Act, owner: Owner}
records: [replied, resolved]
"""
    log = """Case,At,Act,Owner
A,2026-03-02 09:00:00,Created,
A,2026-03-02 09:05:00,Note,Bot
A,2026-03-02 11:00:00,Note,Ann
"""

    (found,) = told(
        tmp_path, mapping, log, "select strftime(acknowledged_at, '%H:%M') from fct_cases"
    )

    assert found == [("11:00",)]


def test_levels_in_words_are_read_by_their_number(tmp_path: Path) -> None:
    """An "L1" was no number: the stays at L1 and L2 stood under "No level" together. A digit in
    other words is no level, and a row whose level nobody can read still resolves its case."""
    mapping = """
columns: {case_id: Case, event_at: At, activity: Act, status: Status, level: Lvl}
"""
    log = """Case,At,Act,Status,Lvl
A,2026-03-02 09:00:00,Created,New,Standard
A,2026-03-02 10:00:00,Esc,Open,L1
A,2026-03-02 11:00:00,Esc,Open,Level 2
A,2026-03-02 12:00:00,Esc,Open,tier 3
A,2026-03-02 13:00:00,Esc,Open,4
A,2026-03-02 14:00:00,Esc,Open,24x7 Desk L3
A,2026-03-02 15:00:00,Esc,Open,
A,2026-03-02 16:00:00,Esc,Resolved,Management
"""

    levels, resolved = told(
        tmp_path,
        mapping,
        log,
        "select level from case_events where type = 'escalated' order by event_at",
        "select cast(resolved_at as varchar), (select count(*) from rejected_rows) from fct_cases",
    )

    assert levels == [(1,), (2,), (3,), (4,), (None,), (None,), (None,)]
    assert resolved == [("2026-03-02 16:00:00", 0)]


SPARSE = """Case,At,Act,Actor,Status,Sev,Team,Account,Kind,Category,System,Drill
A,2026-03-02 09:00:00,Created,Cust,New,S2,T1,acc,incident,Login,API,no
A,2026-03-02 09:10:00,Note,Ann,Open,,,,,,API 2,
A,2026-03-02 12:00:00,Reply,Ann,Resolved,,,,,,,
D,2026-03-02 09:00:00,Created,Cust,New,S2,T1,acc,ticket,Login,API,yes
D,2026-03-02 12:00:00,Reply,Ann,Resolved,,T1,,,,,
F,2026-03-02 09:00:00,Created,Cust,New,S2,T1,acc,ticket,Login,API,no
F,2026-03-02 12:00:00,Reply,Ann,Resolved,S2,T1,other,blocker,Mail,SMTP,
"""


@pytest.mark.parametrize("more", ["", "changes_only: true"])
def test_an_empty_cell_in_the_last_row_takes_nothing_back(tmp_path: Path, more: str) -> None:
    """The last row of a case stood for all: blank, it wiped account, category, system and kind,
    and a drill counted as work. F is what must not move: its last row says other words."""
    mapping = f"""
columns: {{case_id: Case, event_at: At, activity: Act, actor: Actor, status: Status, severity: Sev,
  team: Team, account_id: Account, kind: Kind, category: Category, system: System, is_drill: Drill}}
{more}
"""

    found, severity = told(
        tmp_path,
        mapping,
        SPARSE,
        "select case_id, account, kind, category, system, is_drill from fct_cases order by 1",
        "select distinct severity from fct_cases",
    )

    assert found == [
        ("A", "acc", "incident", "Login", "API 2", False),
        ("D", "acc", "ticket", "Login", "API", True),
        ("F", "other", "blocker", "Mail", "SMTP", False),
    ]
    assert severity == [("S2",)]


def test_a_drill_stays_one_where_the_next_list_says_nothing(tmp_path: Path) -> None:
    """A blank cell was taken for "no" before the exports were laid over each other."""
    mapping = """
table: cases
time_zone: UTC
source: list
columns: {case_id: Case, created_at: Opened, updated_at: Upd, kind: Kind, is_drill: Drill}
"""
    first = "A,2026-03-02 09:00,2026-03-02 10:00,incident,yes\nB,2026-03-02 09:00,2026-03-02 10:00,"
    later = "A,2026-03-02 09:00,2026-03-03 10:00,,\nB,2026-03-02 09:00,2026-03-03 10:00,,no\n"
    for name, text in (("1", f"{first}blocker,yes\n"), ("2", later)):
        write(tmp_path / "in", mapping, f"{name}.mapping.yaml")
        export = write(tmp_path / "in", f"Case,Opened,Upd,Kind,Drill\n{text}", f"{name}.csv")
        land_all(tmp_path / "home", export)

    (found,) = asked(
        tmp_path / "home", "select case_id, kind, is_drill from fct_cases order by case_id"
    )

    assert found == [("A", "incident", True), ("B", "blocker", False)]


def test_a_blank_in_a_later_row_of_one_list_takes_no_word_back(tmp_path: Path) -> None:
    """A list with a row a change: the newest row stood for all, and its blanks said "no drill" and
    "ticket". B is what must not move: its newest row says other words."""
    mapping = """
table: cases
time_zone: UTC
columns: {case_id: Case, created_at: Opened, updated_at: Upd, kind: Kind, is_drill: Drill,
  category: Category}
"""
    told = (
        "A,2026-03-02 09:00,2026-03-03 10:00,,,",
        "A,2026-03-02 09:00,2026-03-02 10:00,incident,yes,Login",
        "B,2026-03-02 09:00,2026-03-02 10:00,blocker,yes,Login",
        "B,2026-03-02 09:00,2026-03-02 11:00,incident,no,Mail",
        "C,2026-03-02 09:00,2026-03-02 10:00,,,",
    )
    write(tmp_path / "in", mapping, "list.mapping.yaml")
    text = "\n".join(("Case,Opened,Upd,Kind,Drill,Category", *told, ""))
    land_all(tmp_path / "home", write(tmp_path / "in", text, "list.csv"))

    (found,) = asked(
        tmp_path / "home", "select case_id, kind, is_drill, category from fct_cases order by 1"
    )

    assert found == [
        ("A", "incident", True, "Login"),
        ("B", "incident", False, "Mail"),
        ("C", "ticket", False, "No category"),
    ]


@pytest.mark.parametrize("table", ["events", "cases"])
def test_a_kind_or_drill_that_nobody_can_read_is_listed(tmp_path: Path, table: str) -> None:
    """ "Bug" counted as a ticket and "maybe" as work in silence. Known words in other letters,
    blanks, and rows without a case are not listed."""
    mapping = f"""
table: {table}
time_zone: UTC
source: desk
columns: {{case_id: Case, {"event_at" if table == "events" else "created_at"}: At, kind: Kind,
  is_drill: Drill}}
{"created_from: first_event" if table == "events" else ""}
"""
    told = ("A,{},Bug,maybe", "B,{},INCIDENT,Yes", "C,{},,", "D,{},Bug,no", ",{},Odd,")
    rows = [row.format("2026-03-02 09:00") for row in told]
    write(tmp_path / "in", mapping, "desk.mapping.yaml")
    text = "\n".join(("Case,At,Kind,Drill", *rows, ""))
    land_all(tmp_path / "home", write(tmp_path / "in", text, "desk.csv"))

    found, cases = asked(
        tmp_path / "home",
        "select source, column_name, value, cases from unmapped_values order by all",
        "select case_id, kind, is_drill from fct_cases order by 1",
    )

    assert found == [("desk", "drill", "maybe", 1), ("desk", "kind", "Bug", 2)]
    ticket = [(name, "ticket", False) for name in "ACD"]
    assert cases == sorted([*ticket, ("B", "incident", True)])
