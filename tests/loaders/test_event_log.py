"""An event log: each row gives one event per change and one for its activity."""

from datetime import datetime
from pathlib import Path

from tests.loaders.exports import events, landed, log_text, rows, write

SERVICENOW = (
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,"
    "opened_at,sys_updated_by,sys_updated_at,priority,assignment_group,assigned_to,"
    "resolved_at,closed_at"
)
_STEPS = (
    "New,true,0,0,0,true,{0},U1,29/2/2016 01:23,3 - Moderate,G1,?",
    "Active,true,0,0,2,true,{0},U2,29/2/2016 02:00,3 - Moderate,G1,A1",
    "Awaiting Vendor,true,0,0,3,true,{0},U2,29/2/2016 03:00,2 - High,G1,A1",
    "Awaiting Vendor,true,0,0,4,true,{0},U2,29/2/2016 03:30,2 - High,G1,A1",
    "Resolved,true,0,0,5,true,{0},U2,29/2/2016 11:29,2 - High,G1,A1",
    "Closed,false,0,1,6,false,{0},U2,5/3/2016 12:00,2 - High,G1,A1",
)
MARKED = """
table: events
columns: {case_id: case_id, event_at: event_at, activity: activity}
activities: {replied: replied, solved: resolved}
inferred: true
"""
SERVICENOW_ROWS = tuple(
    f"I1,{step.format('29/2/2016 01:16')},29/2/2016 11:29,5/3/2016 12:00" for step in _STEPS
)


def test_row_gives_its_activity_and_its_changes(tmp_path: Path) -> None:
    """A change is said once; the first row says its values at its own time."""
    _, export = landed(tmp_path, log_text())

    assert events(export) == [
        ("2026-01-05 08:00:00", "created", None),
        ("2026-01-05 08:00:00", "priority_changed", "S1"),
        ("2026-01-05 08:00:00", "status_changed", "new"),
        ("2026-01-05 08:00:00", "team_assigned", "Desk"),
        ("2026-01-05 08:05:00", "assigned", "Bob"),
        ("2026-01-05 08:05:00", "status_changed", "open"),
        ("2026-01-05 09:00:00", "replied", None),
        ("2026-01-05 09:00:00", "status_changed", "pending"),
        ("2026-01-05 10:00:00", "status_changed", "resolved"),
    ]


def test_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    """Rows of a case are put in order of time; exports come newest first, too."""
    _, forward = landed(tmp_path / "1", log_text())
    lines = log_text().splitlines()
    _, backward = landed(tmp_path / "2", "\n".join([lines[0], *reversed(lines[1:])]) + "\n")

    assert events(forward) == sorted(events(backward), key=str)


def test_unknown_status_and_priority_pass_through(tmp_path: Path) -> None:
    """What we do not know is shown as it is and listed; it is never dropped."""
    _, export = landed(
        tmp_path, log_text("C1,2026-01-05 08:00:00,created,Quarantined,Urgent,Desk,,Ann")
    )

    assert ("2026-01-05 08:00:00", "status_changed", "Quarantined") in events(export)
    assert rows(export, "cases")[0]["severity"] == "Urgent"


def test_unknown_activity_is_a_comment_unless_a_change_says_it(tmp_path: Path) -> None:
    _, export = landed(
        tmp_path,
        log_text(
            "C1,2026-01-05 08:00:00,created,New,P1,Desk,,Ann",
            "C1,2026-01-05 08:01:00,Status change,Open,P1,Desk,,Ann",
            "C1,2026-01-05 08:02:00,Knowledge linked,Open,P1,Desk,,Ann",
        ),
    )

    assert events(export, "commented") == [("2026-01-05 08:02:00", "commented", "Knowledge linked")]


def test_case_is_as_its_last_row_says(tmp_path: Path) -> None:
    _, export = landed(tmp_path, log_text())

    (case,) = rows(export, "cases")

    assert (case["case_id"], case["kind"], case["owner"]) == ("C1", "ticket", "Bob")
    assert (case["severity"], case["priority"], case["row_number"]) == ("S1", "P1", 4)
    assert case["seen_at"] == datetime(2026, 1, 5, 10)


def test_rows_after_the_watermark_do_not_exist(tmp_path: Path) -> None:
    _, export = landed(tmp_path, log_text())
    as_of = datetime(2026, 1, 5, 8, 5)

    assert rows(export, "cases", as_of=as_of)[0]["row_number"] == 2
    assert events(export, "replied", as_of=as_of) == []


def test_rows_without_id_or_date_are_set_aside(tmp_path: Path) -> None:
    """They are counted with line, column, value, rule and cure; the others land."""
    outcome, export = landed(
        tmp_path,
        log_text(
            "C1,2026-01-05 08:00:00,created,New,P1,Desk,,Ann",
            ",2026-01-05 08:00:00,created,New,P1,Desk,,Ann",
            "C2,31/02/2026,created,New,P1,Desk,,Ann",
            "C3,,created,New,P1,Desk,,Ann",
        ),
    )

    found = rows(export, "rejected_rows", "line")
    assert [(row["line"], row["column_name"], row["value"], row["rule"]) for row in found] == [
        (3, "case_id", None, "missing_id"),
        (4, "event_at", "31/02/2026", "unreadable_date"),
        (5, "event_at", None, "missing_date"),
    ]
    assert outcome.set_aside == {"missing_date": 1, "missing_id": 1, "unreadable_date": 1}
    assert [case["case_id"] for case in rows(export, "cases")] == ["C1"]


def test_duplicate_rows_reach_the_build_as_they_are(tmp_path: Path) -> None:
    """The build counts exact repeats once; here each keeps its own row number."""
    _, export = landed(tmp_path, log_text(*["C1,2026-01-05 08:00:00,replied,New,P1,Desk,,Ann"] * 2))

    assert len(events(export, "replied")) == 2
    assert len(events(export, "status_changed")) == 1


def test_servicenow_log_speaks_through_its_changes(tmp_path: Path) -> None:
    """'?' is null; opened_at is creation; made_sla counts on the last row only."""
    _, export = landed(tmp_path, log_text(*SERVICENOW_ROWS, header=SERVICENOW))

    assert events(export) == [
        ("2016-02-29 01:16:00", "created", None),
        ("2016-02-29 01:23:00", "priority_changed", "S3"),
        ("2016-02-29 01:23:00", "status_changed", "new"),
        ("2016-02-29 01:23:00", "team_assigned", "G1"),
        ("2016-02-29 02:00:00", "assigned", "A1"),
        ("2016-02-29 02:00:00", "status_changed", "open"),
        ("2016-02-29 03:00:00", "priority_changed", "S2"),
        ("2016-02-29 03:00:00", "status_changed", "hold"),
        ("2016-02-29 03:30:00", "commented", "Update"),
        ("2016-02-29 11:29:00", "status_changed", "resolved"),
        ("2016-03-05 12:00:00", "status_changed", "closed"),
    ]
    (verdict,) = rows(export, "vendor_verdicts")
    assert verdict["vendor_met"] is False
    assert verdict["vendor_decided_at"] == datetime(2016, 3, 5, 12)
    assert verdict["vendor_resolution_seconds"] == (10 * 60 + 13) * 60
    assert verdict["vendor_reopen_count"] == 1


def test_mapping_turns_activities_into_states(tmp_path: Path) -> None:
    """status:... sets a status; typed activities stand; a repeated state is one change."""
    mapping = (
        "table: events\ncreated_from: first_event\n"
        "columns: {case_id: Case, event_at: When, activity: [Step, Detail], seq: No}\n"
        "activities: {Work/Go: 'status:open', Work/Wait: 'status:pending', End/Done: resolved,"
        " Noise/Ping: ignore}\n"
    )
    path = write(tmp_path, mapping, "my.mapping.yaml")
    text = (
        "Case,When,Step,Detail,No\n"
        "C1,2026-01-05 08:00:00,Work,Wait,A2\n"
        "C1,2026-01-05 08:00:00,Work,Go,A1\n"
        "C1,2026-01-05 09:00:00,Work,Wait,A3\n"
        "C1,2026-01-05 10:00:00,End,Done,A4\n"
        "C1,2026-01-05 10:30:00,Noise,Ping,A5\n"
        "C1,2026-01-05 11:00:00,Work,Go,A6\n"
    )

    _, export = landed(tmp_path, text, mapping=path)

    found = rows(export, "case_events", "event_at, seq, type")
    assert [(f"{row['event_at']:%H:%M}", row["type"], row["to_value"]) for row in found] == [
        ("08:00", "created", None),
        ("08:00", "status_changed", "open"),
        ("08:00", "status_changed", "pending"),
        ("10:00", "resolved", "resolved"),
        ("11:00", "status_changed", "open"),
    ]
    assert export.source == "my"


def test_what_the_log_says_was_before_stands_where_no_row_does(tmp_path: Path) -> None:
    """A history that begins after the creation: the first change of a field says its old value."""
    mapping = """
    table: events
    columns: {case_id: case_id, event_at: event_at, status: status, status_before: old_status,
        priority: priority, severity_before: old_priority, team: team, team_before: old_team}
    """
    header = "case_id,event_at,status,old_status,priority,old_priority,team,old_team"
    steps = (
        "C1,2026-01-05 08:00:00,open,new,,,Desk,Desk",
        "C1,2026-01-05 09:00:00,,,P1,P3,Core,Desk",
        "C1,2026-01-05 10:00:00,pending,wrong,P1,wrong,Core,wrong",
    )
    write(tmp_path / "in", mapping, "log.csv.mapping.yaml")
    _, export = landed(tmp_path, log_text(*steps, header=header))

    changes = [
        (f"{row['event_at']:%H:%M}", row["type"], row["from_value"], row["to_value"])
        for row in rows(export, "case_events", "event_at, type")
    ]

    assert changes == [
        ("08:00", "status_changed", "new", "open"),
        ("09:00", "priority_changed", "P3", "P1"),
        ("09:00", "team_assigned", "Desk", "Core"),
        ("10:00", "status_changed", "open", "pending"),
    ]


def test_events_worked_out_from_columns_are_marked(tmp_path: Path) -> None:
    """Metric events are no log: nothing may be concluded from what they do not say."""
    write(tmp_path / "in", MARKED, "log.csv.mapping.yaml")
    _, export = landed(tmp_path, log_text())

    assert {row["inferred"] for row in rows(export, "case_events")} == {True}


def test_history_of_single_changes_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    """One row per changed field: the team stays when the next row says nothing of it."""
    mapping = "table: events\nchanges_only: true\ncolumns: {case_id: case_id, event_at: event_at,"
    write(tmp_path / "in", mapping + " status: status, team: team}\n", "log.csv.mapping.yaml")
    steps = (
        "C1,2026-01-05 08:00:00,,Desk",
        "C1,2026-01-05 09:00:00,open,",
        "C1,2026-01-05 10:00:00,,Desk",
        "C1,2026-01-05 11:00:00,,Core",
    )
    _, export = landed(tmp_path, log_text(*steps, header="case_id,event_at,status,team"))

    assert events(export, "team_assigned", "status_changed") == [
        ("2026-01-05 08:00:00", "team_assigned", "Desk"),
        ("2026-01-05 09:00:00", "status_changed", "open"),
        ("2026-01-05 11:00:00", "team_assigned", "Core"),
    ]
