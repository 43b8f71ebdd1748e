"""Wrong numbers out of rows that look as if they were told twice; never weakened."""

from pathlib import Path
from typing import Any

import pytest

from tests.loaders.exports import write
from tests.loaders.sources.built import asked, land_all

MAPPINGS = {
    "desk": """
table: events
time_zone: UTC
kind: incident
columns: {case_id: Case, event_at: At, activity: Activity, status: Status}
activities: {Created: created, Noted: commented}
statuses: {New: new, Open: open, Resolved: resolved}
""",
    "hurt": """
table: impacts
source: desk
time_zone: UTC
columns: {case_id: Incident, system: Service, started_at: From, ended_at: To, weight: Weight}
""",
    "planned": """
table: maintenance
source: desk
time_zone: UTC
columns: {system: Service, subject: Window, started_at: From, ended_at: To}
""",
    "numbered": """
table: maintenance
source: desk
time_zone: UTC
columns: {system: Service, maintenance_id: Window, started_at: From, ended_at: To}
""",
    "answers": """
table: surveys
source: desk
time_zone: UTC
columns: {case_id: Incident, answered_at: On, score: Score, max_score: Of}
""",
    "kinds": """
table: cases
source: list
time_zone: UTC
columns: {case_id: Case, created_at: Opened, updated_at: Changed, kind: Kind}
""",
    "ours": """
table: cases
time_zone: UTC
columns:
  case_id: Case_ID
  created_at: created_at
  updated_at: updated_at
  resolved_at: resolved_at
  status: Status
  stage: Status
  actor: Actor
  account_id: Actor
  category: seq
  subject: is_bot
statuses: {open: open}
""",
}
LOG = """Case,At,Activity,Status
I1,2026-03-02 09:00:00,Created,New
I1,2026-03-02 12:00:00,Noted,Resolved
C,2026-03-19 09:00:00,Created,New
"""
HURT = "Incident,Service,From,To,Weight\n"
ANSWERS = "Incident,On,Score,Of\n"
SCORES = "select case_id, score from fct_surveys order by score"
DOWN = "select system, sum(weighted_seconds) / 60 from fct_downtime group by system order by system"


def told(tmp: Path, query: str, *files: tuple[str, str]) -> list[tuple[Any, ...]]:
    """What a query says once the log and then these files (of which mapping, with what in them)
    were loaded in order."""
    for n, (mapping, text) in enumerate((("desk", LOG), *files)):
        write(tmp / "in", MAPPINGS[mapping], f"{n}.mapping.yaml")
        land_all(tmp / "home", write(tmp / "in", text, f"{n}.csv"))
    return asked(tmp / "home", query)[0]


def test_files_of_two_services_both_tell_of_an_incident(tmp_path: Path) -> None:
    """Downtimes came in one file for each service: the file loaded last took the place of all
    others, and the API, down for an hour, had never been down."""
    api = HURT + "I1,API,2026-03-02 08:00:00,2026-03-02 09:00:00,1\n"
    web = HURT + "I1,Web,2026-03-02 08:00:00,2026-03-02 10:00:00,1\n"
    corrected = HURT + "I1,Web,2026-03-02 08:00:00,2026-03-02 08:30:00,1\n"  # in place of web

    down = told(tmp_path, DOWN, ("hurt", api), ("hurt", web), ("hurt", corrected))

    assert down == [("API", 60), ("Web", 30)]


def test_anonymous_answers_of_one_instant_are_all_counted(tmp_path: Path) -> None:
    """Two answers without a case or an id, both of 10:00, were taken for one answer told again:
    one of two was satisfied, in place of one of three."""
    day = "2026-03-05 10:00:00"
    three = f"{ANSWERS}I1,{day},5,5\n,{day},1,5\n,{day},2,5\n"
    again = f"{ANSWERS}I1,{day},4,5\n,{day},1,5\n,{day},2,5\n,{day},2,5\n"  # one is new

    once = told(tmp_path / "once", SCORES, ("answers", three))
    twice = told(tmp_path / "twice", SCORES, ("answers", three), ("answers", again))

    assert once == [(None, 1), (None, 2), ("I1", 5)]
    assert twice == [(None, 1), (None, 2), (None, 2), ("I1", 4)]


def test_windows_of_one_start_in_one_file_all_stand(tmp_path: Path) -> None:
    """Two windows of 10:00, of half an hour and of a quarter: the one told last took the place of
    the other, and of 180 minutes of harm 165 were downtime, not 150."""
    harm = HURT + "I1,API,2026-03-02 09:00:00,2026-03-02 12:00:00,1\n"
    head, start = "Service,Window,From,To\n", "2026-03-02 10:00:00,2026-03-02"
    both = f"{head}API,W1,{start} 10:30:00\nAPI,W2,{start} 10:15:00\n"
    shorter = f"{head}API,W1,{start} 10:10:00\n"

    once = told(tmp_path / "once", DOWN, ("hurt", harm), ("planned", both))
    moved = told(tmp_path / "moved", DOWN, ("hurt", harm), ("planned", both), ("planned", shorter))

    assert once == [("API", 150)]
    assert moved == [("API", 170)]


def test_a_numbered_window_is_moved_and_leaves_the_other(tmp_path: Path) -> None:
    """W1 and W2 begin at 10:00. A later list moves W2 to 11:00: it was planned twice, in its old
    place and its new one. W1, half an hour, stays: 180 less 30 less 15."""
    harm = HURT + "I1,API,2026-03-02 09:00:00,2026-03-02 12:00:00,1\n"
    head, day = "Service,Window,From,To\n", "2026-03-02"
    both = f"{head}API,W1,{day} 10:00:00,{day} 10:30:00\nAPI,W2,{day} 10:00:00,{day} 10:45:00\n"
    later = f"{head}API,W2,{day} 11:00:00,{day} 11:15:00\n"

    once = told(tmp_path / "once", DOWN, ("hurt", harm), ("numbered", both))
    moved = told(tmp_path / "moved", DOWN, ("hurt", harm), ("numbered", both), ("numbered", later))

    assert once == [("API", 135)]
    assert moved == [("API", 135)]


def test_a_window_that_one_list_plans_at_two_times_is_planned_at_both(tmp_path: Path) -> None:
    """One change on two mornings is no change that was moved: 180 less 30 less 15."""
    harm = HURT + "I1,API,2026-03-02 09:00:00,2026-03-02 12:00:00,1\n"
    head, day = "Service,Window,From,To\n", "2026-03-02"
    both = f"{head}API,W1,{day} 10:00:00,{day} 10:30:00\nAPI,W1,{day} 11:00:00,{day} 11:15:00\n"

    assert told(tmp_path, DOWN, ("hurt", harm), ("numbered", both)) == [("API", 135)]


@pytest.mark.parametrize("files", [("Bug", "incident"), ("Bug,incident",)])
def test_a_word_that_another_row_puts_right_is_not_listed(
    tmp_path: Path, files: tuple[str, ...]
) -> None:
    """A kind that nobody can read was listed as counted as a ticket, for a case that another row
    or a later list calls an incident, and that counts as one."""
    lists = [
        "Case,Opened,Changed,Kind\n"
        + "".join(
            f"A,2026-03-02 09:00:00,2026-03-02 1{n}:00:00,{kind}\n"
            for n, kind in enumerate(text.split(","))
        )
        + "B,2026-03-02 09:00:00,2026-03-02 10:00:00,Fault\n"
        for text in files
    ]
    query = "select column_name, value, cases, treated from unmapped_values"

    found = told(tmp_path, query, *(("kinds", text) for text in lists))

    assert found == [("kind", "Fault", 1, "counted as ticket; write ticket, incident or blocker")]


def test_a_list_may_name_its_columns_as_tierline_does_within(tmp_path: Path) -> None:
    """A list with a column `status` that told a case twice stopped the whole build: the words of
    its rows were looked up by names that Tierline uses itself."""
    listed = """Case_ID,created_at,updated_at,resolved_at,Status,Actor,seq,is_bot
A,2026-03-02 09:00:00,2026-03-02 09:00:00,,open,Acme,Login,Down
A,2026-03-02 09:00:00,2026-03-02 10:00:00,,,,,
"""
    query = "select case_id, stage, account, category, subject from fct_cases where case_id = 'A'"

    assert told(tmp_path, query, ("ours", listed)) == [("A", "open", "Acme", "Login", "Down")]
