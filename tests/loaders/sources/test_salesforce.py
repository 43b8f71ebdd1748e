"""Salesforce's Case, CaseHistory and CaseHistory2, on the published object reference."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from metrics.errors import Ask
from tests.loaders.sources.built import asked, land_texts

T = datetime.fromisoformat
CASES = (
    '"Id","IsDeleted","CaseNumber","Status","Priority","CreatedDate","ClosedDate","OwnerId",'
    '"AccountId","Subject","LastModifiedDate"\n'
    '"5003t00002AbCdEAAV","false","00001001","Closed","High","2026-03-02T08:00:00.000Z",'
    '"2026-03-02T12:00:00.000Z","0053t000001AbCdAAK","0013t00001AbCdEAAV","Mail",'
    '"2026-03-02T12:00:00.000Z"\n'
    '"5003t00002AbCdFAAV","true","00001002","New","Low","2026-03-02T09:00:00.000+0100",'
    '"","00G3t000000AbCdEAK","","Spam","2026-03-02T09:30:00.000+0100"\n'
)
HEADER = "Id,CaseId,CreatedById,CreatedDate,DataType,Field,OldValue,NewValue,IsDeleted\n"
# The case under its id of 15 characters; the owner twice, by name and by id.
CHANGES = (
    ("08:00:00", "Text", "created", "", ""),
    ("08:20:00", "Text", "Owner", "First line", "Ann Lee"),
    ("08:20:00", "EntityId", "Owner", "00G3t000000AbCdEAK", "0053t000001AbCdAAK"),
    ("08:20:00", "DynamicEnum", "Status", "New", "Working"),
    ("09:00:00", "DynamicEnum", "Priority", "Low", "High"),
    ("09:30:00", "DynamicEnum", "Status", "Working", "Waiting on Customer"),
    ("10:30:00", "DynamicEnum", "Status", "Waiting on Customer", "Working"),
    ("10:45:00", "Boolean", "IsEscalated", "false", "true"),
    ("11:00:00", "Text", "Owner", "Ann Lee", "Second line"),
    ("11:00:00", "EntityId", "Owner", "0053t000001AbCdAAK", "00G3t000000ZzZzEAK"),
    ("12:00:00", "DynamicEnum", "Status", "Working", "Closed"),
)
HISTORY = HEADER + "".join(
    f"0173t{place},5003t00002AbCdE,0053t000001AbCdAAK,2026-03-02T{time}.000+0000,{kind},{field},"
    f"{old},{new},false\n"
    for place, (time, kind, field, old, new) in enumerate(CHANGES)
)
STATES = (
    "CaseId,OwnerId,Status,PreviousUpdate,LastModifiedDate,IsDeleted\n"
    "5003t00002AbCdEAAV,00G3t000000AbCdEAK,New,,2026-03-02T08:00:00.000Z,false\n"
    "5003t00002AbCdEAAV,0053t000001AbCdAAK,Working,2026-03-02T08:00:00.000Z,"
    "2026-03-02T08:20:00.000Z,false\n"
    "5003t00002AbCdEAAV,0053t000001AbCdAAK,Closed,2026-03-02T08:20:00.000Z,"
    "2026-03-02T12:00:00.000Z,false\n"
)
REPORT = (
    "Case Number,Status,Priority,Date/Time Opened,Date/Time Closed,Case Owner,Account Name\n"
    "00001001,Closed,High,3/2/2026 9:00 AM,3/13/2026 1:00 PM,Ann Lee,Acme\n"
)
EVENTS = (
    "select strftime(event_at, '%H:%M'), type, from_value, to_value from case_events"
    " join fct_cases using (case_key) where case_id = '00001001' order by event_at, type::varchar"
)
TIMES = (
    "select case_id, status, severity, acknowledged_at, resolved_at, is_cancelled from fct_cases"
    " order by case_id"
)


def test_history_is_joined_by_the_first_15_characters(tmp_path: Path) -> None:
    """A change of owner is one event; a queue is a team; an hour of waiting is left out."""
    landed = land_texts(tmp_path, {"Case.csv": CASES, "CaseHistory.csv": HISTORY})

    events, times, promises = asked(
        tmp_path,
        EVENTS,
        TIMES,
        "select severity, state, elapsed_seconds from fct_promises"
        " where case_id = '00001001' and promise = 'resolve'",
    )

    readers = [one.manifest.reader for one in landed]
    assert readers == ["salesforce_cases", "salesforce_case_history"]
    assert events == [
        ("08:00", "created", None, None),
        ("08:20", "assigned", None, "Ann Lee"),
        ("08:20", "status_changed", "new", "open"),
        ("09:00", "priority_changed", "S4", "S2"),
        ("09:30", "status_changed", "open", "pending"),
        ("10:30", "status_changed", "pending", "open"),
        ("10:45", "escalated", None, None),
        ("11:00", "team_assigned", None, "Second line"),
        ("12:00", "status_changed", "open", "resolved"),
    ]
    assert times == [
        ("00001001", "resolved", "S2", T("2026-03-02 08:20"), T("2026-03-02 12:00"), False),
        ("00001002", "cancelled", "S4", None, None, True),
    ]
    assert promises == [("S2", "met", 10800)]


def test_states_of_case_history_2_are_a_log(tmp_path: Path) -> None:
    """Each row is the state from its change on; the first one, which follows none, created it."""
    landed = land_texts(tmp_path, {"Case.csv": CASES, "CaseHistory2.csv": STATES})

    events, times = asked(tmp_path, EVENTS, TIMES)

    assert landed[1].manifest.reader == "salesforce_case_history"
    assert ("08:20", "status_changed", "new", "open") in events
    assert times[0][3:5] == (T("2026-03-02 08:20"), T("2026-03-02 12:00"))


def test_answer_of_the_api_is_read_like_the_csv(tmp_path: Path) -> None:
    """{"records": [...]} with attributes, which say nothing of the case."""
    record = {
        "attributes": {"type": "Case", "url": "/x"}, "Id": "5003t00002AbCdEAAV",
        "CaseNumber": "00001001", "Status": "On Hold", "Priority": "Medium",
        "CreatedDate": "2026-03-02T08:00:00.000+0000", "ClosedDate": None,
    }  # fmt: skip
    text = json.dumps({"totalSize": 1, "done": True, "records": [record]})
    land_texts(tmp_path, {"cases.json": text})

    (times,) = asked(tmp_path, TIMES)

    assert times == [("00001001", "hold", "S3", None, None, False)]


def test_report_is_read_in_the_zone_of_who_ran_it(tmp_path: Path) -> None:
    """3/13 can only be month first; New York is UTC-5 on 2 March and UTC-4 on the 13th."""
    with pytest.raises(Ask, match="carry no zone"):
        land_texts(tmp_path, {"report.csv": REPORT})
    land_texts(tmp_path, {"report.csv": REPORT}, time_zone="America/New_York")

    (cases,) = asked(tmp_path, "select created_at, resolved_at, owner from fct_cases")

    assert cases == [(T("2026-03-02 14:00"), T("2026-03-13 17:00"), "Ann Lee")]
