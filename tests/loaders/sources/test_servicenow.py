"""ServiceNow's incident table, history and SLAs, on published shapes and a published seed."""

from datetime import datetime
from pathlib import Path

import pytest

from metrics.errors import Ask
from tests.loaders.sources.built import asked, land_all, land_texts

RAW = (
    "number,sys_id,opened_at,sys_updated_on,resolved_at,closed_at,state,priority,assignment_group,"
    "short_description,parent_incident\n"
    "INC1,aa1,2026-03-02 08:00:00,2026-03-02 12:00:00,2026-03-02 12:00:00,,6,2,gg2,Mail,\n"
    "INC2,aa2,2026-03-02 09:00:00,2026-03-02 09:00:00,,,1,3,gg1,Login,aa1\n"
)
AUDIT = (
    "sys_id,tablename,documentkey,fieldname,oldvalue,newvalue,user,sys_created_on,"
    "record_checkpoint\n"
    "1,incident,aa1,incident_state,1,2,ann,2026-03-02 08:20:00,1\n"
    "2,incident,aa1,assigned_to,,u7,ann,2026-03-02 08:20:00,1\n"
    "3,incident,aa1,assignment_group,gg1,gg2,ann,2026-03-02 09:00:00,2\n"
    "4,incident,aa1,priority,4,2,ann,2026-03-02 09:00:00,2\n"
    "5,incident,aa1,work_notes,,Looked at it,ann,2026-03-02 09:30:00,3\n"
    "6,incident,aa1,incident_state,2,6,ann,2026-03-02 12:00:00,4\n"
    "7,incident,zz9,incident_state,1,2,ann,2026-03-02 12:00:00,1\n"
)
LABELS = (
    "Number,Opened,Short description,Caller,Priority,State,Assignment group,Assigned to,"
    "Updated,Resolved\n"
    "INC0010001,28-03-2026 09:00:00,Mail,Ann Lee,3 - Moderate,In Progress,Desk,Bob,"
    "30-03-2026 10:00:00,\n"
    "INC0010002,30-03-2026 09:00:00,Login,Ann Lee,1 - Critical,Resolved,Desk,Bob,"
    "30-03-2026 10:00:00,30-03-2026 09:45:00\n"
)
SLAS = (
    "task,sla,stage,has_breached,start_time,end_time,planned_end_time,business_duration\n"
    "INC1,P2 response,achieved,false,2026-03-02 08:00:00,2026-03-02 08:20:00,"
    "2026-03-02 08:30:00,1970-01-01 00:20:00\n"
    "INC1,P2 resolution,completed,true,2026-03-02 08:00:00,2026-03-02 12:00:00,"
    "2026-03-02 11:00:00,1970-01-01 04:00:00\n"
    "INC2,P3 resolution,in_progress,false,2026-03-02 09:00:00,,2026-03-03 09:00:00,"
    "1970-01-01 00:10:00\n"
)
SPOKEN = (
    "Task,SLA definition,Stage,Has breached,Start time,Stop time,Breach time,"
    "Business elapsed time\n"
    "INC1,P2 resolution,Completed,false,2026-03-02 09:00:00,2026-03-05 21:00:00,"
    "2026-03-06 09:00:00,3 Days 12 Hours\n"
)


def test_history_by_sys_id_joins_the_incident_by_number(tmp_path: Path) -> None:
    """The severity before the first change is the old value: P4 until 09:00, then P2."""
    readers = [one.manifest.reader for one in land_texts(tmp_path, {"a.csv": RAW, "b.csv": AUDIT})]

    events, cases, promises, set_aside = asked(
        tmp_path,
        "select strftime(event_at, '%H:%M'), type, from_value, to_value from case_events"
        " join fct_cases using (case_key) where case_id = 'INC1' and not inferred"
        " order by event_at, type::varchar",
        "select case_id, parent_id, acknowledged_at, resolved_at, severity from fct_cases"
        " order by case_id",
        "select case_id, severity, state, elapsed_seconds from fct_promises"
        " where promise = 'resolve' order by case_id",
        "select rule, count(*) from rejected_rows group by rule",
    )

    assert readers == ["servicenow_incidents", "servicenow_audit"]
    assert events == [
        ("08:20", "assigned", None, "u7"),
        ("08:20", "status_changed", "new", "open"),
        ("09:00", "priority_changed", "S4", "S2"),
        ("09:00", "team_assigned", "gg1", "gg2"),
        ("09:30", "commented", None, "work_notes"),
        ("12:00", "status_changed", "open", "resolved"),
    ]
    assert cases == [
        ("INC1", None, datetime(2026, 3, 2, 8, 20), datetime(2026, 3, 2, 12), "S2"),
        ("INC2", "INC1", None, None, "S3"),
    ]
    assert promises == [("INC1", "S2", "met", 14400), ("INC2", "S3", "running", 10800)]
    assert set_aside == [("no_creation", 1)]


def test_labels_of_a_list_export_are_read_in_the_zone_of_the_exporter(tmp_path: Path) -> None:
    """28-03 can only be day first; Berlin is UTC+1 on the 28th and UTC+2 on the 30th."""
    with pytest.raises(Ask, match="carry no zone"):
        land_texts(tmp_path, {"list.csv": LABELS})
    land_texts(tmp_path, {"list.csv": LABELS}, time_zone="Europe/Berlin")

    (cases,) = asked(
        tmp_path,
        "select case_id, created_at, resolved_at, severity, team, account_id, status"
        " from fct_cases order by case_id",
    )

    assert cases == [
        ("INC0010001", datetime(2026, 3, 28, 8), None, "S3", "Desk", "Ann Lee", "open"),
        ("INC0010002", datetime(2026, 3, 30, 7), datetime(2026, 3, 30, 7, 45), "S1", "Desk",
         "Ann Lee", "resolved"),
    ]  # fmt: skip


def test_task_slas_are_the_verdicts_of_servicenow(tmp_path: Path) -> None:
    """A breach falls at the planned end, a running SLA has no verdict; only raw files are UTC."""
    land_texts(tmp_path, {"a.csv": RAW, "b.csv": SLAS})

    verdicts, case = asked(
        tmp_path,
        "select case_id, promise, met, decided_at, elapsed_seconds from vendor_promises"
        " order by case_id, promise",
        "select vendor_met, vendor_decided_at from fct_cases where case_id = 'INC1'",
    )

    assert verdicts == [
        ("INC1", "acknowledge", True, datetime(2026, 3, 2, 8, 20), 1200),
        ("INC1", "resolve", False, datetime(2026, 3, 2, 11), 14400),
        ("INC2", "resolve", None, None, 600),
    ]
    assert case == [(False, datetime(2026, 3, 2, 11))]


def test_durations_in_words_are_read_and_their_zone_is_asked(tmp_path: Path) -> None:
    """3 Days 12 Hours are 302,400 seconds; a display export is in the zone of the exporter."""
    with pytest.raises(Ask, match="carry no zone"):
        land_texts(tmp_path, {"sla.csv": SPOKEN})
    land_texts(tmp_path, {"a.csv": RAW})
    land_texts(tmp_path, {"sla.csv": SPOKEN}, time_zone="Europe/Berlin")

    (verdicts,) = asked(
        tmp_path, "select met, started_at, decided_at, elapsed_seconds from vendor_promises"
    )

    assert verdicts == [(True, datetime(2026, 3, 2, 8), datetime(2026, 3, 5, 20), 302400)]


def test_published_seed_of_task_slas_is_read(shared: Path, tmp_path: Path) -> None:
    """One cancelled SLA of 2 h 37 min 3 s: the raw form, and no verdict."""
    (landed,) = land_all(tmp_path, shared / "data" / "schemas" / "servicenow_task_sla_seed.csv")

    assert landed.manifest.reader == "servicenow_task_sla"
    assert landed.manifest.time_zone == "UTC"
    assert landed.set_aside == {}


def test_on_hold_for_the_caller_is_waiting_for_the_customer(tmp_path: Path) -> None:
    """The reason of a hold stands in a field of its own; any other reason is a hold."""
    rows = (
        "number,sys_id,opened_at,sys_updated_on,state,priority,hold_reason\n"
        "INC1,aa1,2026-03-02 08:00:00,2026-03-02 08:30:00,3,2,1\n"
        "INC2,aa2,2026-03-02 08:00:00,2026-03-02 08:30:00,3,2,4\n"
    )
    land_texts(tmp_path, {"incidents.csv": rows})

    (cases,) = asked(tmp_path, "select case_id, status from fct_cases order by case_id")

    assert cases == [("INC1", "pending"), ("INC2", "hold")]


def test_a_close_beside_a_cancel_is_no_solution(tmp_path: Path) -> None:
    """ServiceNow fills the close of a cancelled incident: it was withdrawn then, not solved."""
    rows = (
        "number,sys_id,opened_at,sys_updated_on,closed_at,state,priority\n"
        "INC1,aa1,2026-03-02 08:00:00,2026-03-02 09:30:00,2026-03-02 09:00:00,8,2\n"
    )
    land_texts(tmp_path, {"incidents.csv": rows})

    (cases,) = asked(tmp_path, "select status, resolved_at, ended_at from fct_cases")

    assert cases == [("cancelled", None, datetime(2026, 3, 2, 9))]
