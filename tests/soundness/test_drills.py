"""Verdicts that were taken back because the case was called a drill afterwards, one test each."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse import stages
from metrics.warehouse.connection import open_warehouse
from tests.loaders.exports import write
from tests.loaders.sources.built import asked, land_all

PROMISES = """
select case_id, promise, state, is_drill, is_open, is_kept, breach_left_at
from fct_promises order by case_id, promise
"""
LIST = """
table: cases
time_zone: UTC
source: list
records: [replied, resolved]
columns: {case_id: Case, created_at: Opened, updated_at: Upd, first_responded_at: Replied,
  is_drill: Drill}
"""
T = datetime.fromisoformat


def weeks(home: Path, metric: str) -> list[tuple[Any, ...]]:
    """(value, n) of each week of the warehouse in `home` that counts anything, in order."""
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        found = run(cursor, catalog().metric(metric), Question(metric=metric, period="week"))
    return [(round(value, 3), n) for value, n in found[["value", "n"]].itertuples(index=False) if n]


@pytest.mark.parametrize("large", [0, stages.LARGE])
def test_a_verdict_from_before_the_mark_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """A owed its first response by 10:00 of Monday the 2nd and its resolve by 17:00, and was
    called a drill a week later: both breaches left their closed week. B was a drill from the
    start, C first said so while its response was still in time, D took the word back, and E
    answers late, once it is a drill already."""
    monkeypatch.setattr(stages, "LARGE", large)
    mapping = """
table: events
time_zone: UTC
activities: {Created: created, Reply: replied, Note: commented}
records: [replied, resolved]
columns: {case_id: Case, event_at: At, activity: Act, actor: Actor, is_drill: Drill}
"""
    log = """Case,At,Act,Actor,Drill
A,2026-03-02 09:00,Created,Cust,no
A,2026-03-09 09:00,Note,Ann,yes
A,2026-03-09 10:00,Note,Ann,
B,2026-03-02 09:00,Created,Cust,yes
C,2026-03-02 09:00,Created,Cust,
C,2026-03-02 09:30,Note,Ann,yes
D,2026-03-02 09:00,Created,Cust,yes
D,2026-03-02 09:30,Reply,Ann,no
E,2026-03-02 09:00,Created,Cust,no
E,2026-03-02 12:00,Note,Ann,yes
E,2026-03-16 09:00,Reply,Ann,yes
"""
    write(tmp_path / "in", mapping, "desk.mapping.yaml")
    land_all(tmp_path, write(tmp_path / "in", log, "desk.csv"))

    (found,) = asked(tmp_path, PROMISES)

    marked = T("2026-03-09 09:00")
    assert found == [
        ("A", "first_response", "breached", False, False, False, marked),
        ("A", "resolve", "breached", False, False, False, marked),
        ("B", "first_response", "breached", True, True, False, None),
        ("B", "resolve", "breached", True, True, False, None),
        ("C", "first_response", "breached", True, True, False, None),
        ("C", "resolve", "breached", True, True, False, None),
        ("D", "first_response", "met", False, False, True, None),
        ("D", "resolve", "breached", False, True, False, None),
        ("E", "first_response", "breached", False, False, False, T("2026-03-02 12:00")),
        ("E", "resolve", "breached", True, True, False, None),
    ]
    assert weeks(tmp_path, "sla_adherence") == [(0.2, 5)]
    assert weeks(tmp_path, "open_breaches") == [(3.0, 3), (1.0, 1), (1.0, 1)]
    assert weeks(tmp_path, "breach_hours") == []
    assert weeks(tmp_path, "cases_opened") == [(1, 1)]


def test_a_list_that_says_it_later_does_not_reach_back(tmp_path: Path) -> None:
    """A was answered late in week 10, and the list of week 11 calls it a drill: nobody who had
    read week 10 could find it again. Where no older list could say it, nobody knows since when:
    B always was one."""
    first = "A,2026-03-02 09:00,2026-03-02 12:00,2026-03-02 12:00,no\n"
    later = "A,2026-03-02 09:00,2026-03-11 09:00,2026-03-02 12:00,yes\n"
    later += "B,2026-03-02 09:00,2026-03-11 09:00,2026-03-02 12:00,yes\n"
    for name, text in (("1", first), ("2", later)):
        write(tmp_path / "in", LIST, f"{name}.mapping.yaml")
        export = write(tmp_path / "in", f"Case,Opened,Upd,Replied,Drill\n{text}", f"{name}.csv")
        land_all(tmp_path, export)

    (found,) = asked(tmp_path, "select case_id, is_drill from fct_cases order by 1")

    assert found == [("A", True), ("B", True)]
    assert weeks(tmp_path, "sla_adherence") == [(0.0, 1)]
    assert weeks(tmp_path, "breach_hours") == [(2.0, 1)]


def test_rows_of_one_list_say_when_it_was_marked(tmp_path: Path) -> None:
    """A has a row before the one that says so, B has none."""
    rows = (
        "A,2026-03-02 09:00,2026-03-02 12:00,2026-03-02 12:00,",
        "A,2026-03-02 09:00,2026-03-02 13:00,2026-03-02 12:00,yes",
        "A,2026-03-02 09:00,2026-03-02 14:00,2026-03-02 12:00,",
        "B,2026-03-02 09:00,2026-03-02 12:00,2026-03-02 12:00,yes",
        "B,2026-03-02 09:00,2026-03-02 18:00,2026-03-02 12:00,yes",
    )
    write(tmp_path / "in", LIST, "list.mapping.yaml")
    text = "\n".join(("Case,Opened,Upd,Replied,Drill", *rows, ""))
    land_all(tmp_path, write(tmp_path / "in", text, "list.csv"))

    (found,) = asked(tmp_path, PROMISES)

    kept = [(case, promise) for case, promise, _, is_drill, *_ in found if not is_drill]
    assert kept == [("A", "first_response")]
