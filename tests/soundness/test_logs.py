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
    """An "L1" was no number: the stays at L1 and L2 stood under "No level" together, with nothing
    set aside. A word on a row that escalates nothing is nobody's level and harms nothing."""
    mapping = """
columns: {case_id: Case, event_at: At, activity: Act, status: Status, level: Lvl}
"""
    log = """Case,At,Act,Status,Lvl
A,2026-03-02 09:00:00,Created,New,Standard
A,2026-03-02 10:00:00,Esc,Open,L1
A,2026-03-02 11:00:00,Esc,Open,Level 2
A,2026-03-02 12:00:00,Esc,Open,tier 3
A,2026-03-02 13:00:00,Esc,Open,4
A,2026-03-02 14:00:00,Esc,Open,Management
A,2026-03-02 15:00:00,Esc,Open,
A,2026-03-02 16:00:00,Note,Resolved,
"""

    levels, aside = told(
        tmp_path,
        mapping,
        log,
        "select level from case_events where type = 'escalated' order by event_at",
        "select line, rule, value from rejected_rows",
    )

    assert levels == [(1,), (2,), (3,), (4,), (None,)]
    assert aside == [(7, "unreadable_number", "Management")]
