"""Freshdesk's list of tickets and its CSV, on the published forms."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.errors import Ask
from tests.loaders.sources.built import asked, land_texts

DAY = "2026-03-02T"
T = datetime.fromisoformat
HEADER = (
    "Ticket ID,Subject,Status,Priority,Type,Agent,Group,Created time,Due by Time,Resolved time,"
    "Closed time,Last update time,Initial response time,First response time (in hrs),"
    "Resolution time (in hrs),Resolution status,First response status,Company name"
)
ROWS = (
    "11,Mail,Closed,Urgent,Incident,Ann,Desk,2026-03-02 09:00:00,2026-03-02 13:00:00,"
    "2026-03-02 14:00:00,2026-03-04 14:00:00,2026-03-04 14:00:00,2026-03-02 09:30:00,"
    "00:30:00,05:00:00,SLA Violated,Within SLA,Acme",
    "12,Login,Waiting on Customer,Low,Question,,Desk,2026-03-03 09:00:00,2026-03-06 13:00:00,"
    ",,2026-03-03 10:00:00,,,,,,Acme",
)


def ticket(number: int, status: int, stats: dict[str, str | None] | None, **values: Any) -> Any:
    record = {
        "id": number, "status": status, "priority": 3, "source": 1, "type": "Question",
        "group_id": 31, "responder_id": 5, "requester_id": 9, "company_id": 77,
        "created_at": f"{DAY}08:00:00Z", "updated_at": f"{DAY}12:00:00Z",
        "due_by": f"{DAY}10:00:00Z", "fr_due_by": f"{DAY}09:00:00Z", "is_escalated": True,
        "fr_escalated": False, "subject": "Mail", "custom_fields": {},
    } | values  # fmt: skip
    return record if stats is None else record | {"stats": stats}


def stats(**values: str) -> dict[str, str | None]:
    names = ("first_responded_at", "resolved_at", "closed_at", "reopened_at")
    return {name: values.get(name) for name in names}


def test_codes_and_stats_of_the_list_are_read(tmp_path: Path) -> None:
    """Answered in 30 minutes in time, solved at 11:00 an hour late; status 7 is the account's."""
    told = stats(first_responded_at=f"{DAY}08:30:00Z", resolved_at=f"{DAY}11:00:00Z")
    records = [ticket(1, 4, told), ticket(2, 7, stats(), priority=1, is_escalated=False)]
    (landed,) = land_texts(tmp_path, {"tickets.json": json.dumps(records)})

    cases, promises, verdicts = asked(
        tmp_path,
        "select case_id, status, severity, team, account_id, first_responded_at, resolved_at"
        " from fct_cases order by case_id",
        "select case_id, promise, state, elapsed_seconds from fct_promises order by all",
        "select case_id, promise, met, decided_at from vendor_promises order by all",
    )

    assert landed.manifest.reader == "freshdesk"
    assert cases == [
        ("1", "resolved", "S2", "31", "77", T(f"{DAY}08:30"), T(f"{DAY}11:00")),
        ("2", "7", "S4", "31", "77", None, None),
    ]
    assert promises == [
        ("1", "first_response", "met", 1800), ("1", "resolve", "met", 10800),
        ("2", "first_response", "breached", 10800), ("2", "resolve", "running", 10800),
    ]  # fmt: skip
    assert verdicts == [
        ("1", "first_response", True, T(f"{DAY}08:30")), ("1", "resolve", False, T(f"{DAY}10:00")),
        ("2", "first_response", None, None), ("2", "resolve", None, None),
    ]  # fmt: skip


def test_what_the_list_leaves_out_is_said(tmp_path: Path) -> None:
    """Without stats nobody knows when; and the list ends 30 days back unless asked otherwise."""
    (landed,) = land_texts(tmp_path, {"tickets.json": json.dumps([ticket(1, 4, None)])})

    assert [one.split(":")[0] for one in landed.manifest.cautions] == [
        "The tickets come without stats",
        "All 1 tickets were created within 30 days",
    ]


def test_csv_is_read_in_the_zone_of_the_account(tmp_path: Path) -> None:
    """Berlin is UTC+1 in early March; hours are written 05:00:00, an SLA as violated or not."""
    text = {"tickets.csv": "\n".join((HEADER, *ROWS)) + "\n"}
    with pytest.raises(Ask, match="carry no zone"):
        land_texts(tmp_path, text)
    land_texts(tmp_path, text, time_zone="Europe/Berlin")

    cases, verdicts = asked(
        tmp_path,
        "select case_id, status, severity, created_at, first_responded_at, resolved_at"
        " from fct_cases order by case_id",
        "select promise, met, decided_at, elapsed_seconds from vendor_promises"
        " where case_id = '11' order by promise",
    )

    assert cases == [
        ("11", "closed", "S1", T(f"{DAY}08:00"), T(f"{DAY}08:30"), T(f"{DAY}13:00")),
        ("12", "pending", "S4", T("2026-03-03 08:00"), None, None),
    ]
    assert verdicts == [
        ("first_response", True, T(f"{DAY}08:30"), 1800),
        ("resolve", False, T(f"{DAY}12:00"), 18000),
    ]
