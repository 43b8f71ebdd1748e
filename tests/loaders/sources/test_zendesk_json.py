"""Zendesk's API and account export in JSON, on the published forms of its answers."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from loaders.manifest import exports
from tests.loaders.exports import rows
from tests.loaders.sources.built import asked, land_texts

DAY = "2026-03-02T"
T = datetime.fromisoformat
Record = dict[str, Any]


def ticket(number: int, **values: Any) -> Record:
    """One ticket of Monday 08:00, solved at 12:00 unless the values say otherwise."""
    return {
        "id": number, "created_at": f"{DAY}08:00:00Z", "updated_at": f"{DAY}12:00:00Z",
        "generated_timestamp": 1772452800, "status": "solved", "priority": "high",
        "requester_id": 9, "submitter_id": 9, "assignee_id": 5, "organization_id": 77,
        "group_id": 31, "subject": "Login", "type": "question", "problem_id": None, "tags": [],
        "satisfaction_rating": "unoffered", "custom_status_id": 4, "via": {"channel": "email"},
    } | values  # fmt: skip


def comment(author: int, is_public: bool = True) -> Record:
    return {"type": "Comment", "author_id": author, "body": "...", "public": is_public}


def change(field: str, before: str | None, after: str | None) -> Record:
    return {"type": "Change", "field_name": field, "previous_value": before, "value": after}


def create(field: str, value: Any) -> Record:
    return {"type": "Create", "field_name": field, "value": value}


def audit(number: int, time: str, author: int, *events: Record, ticket_id: int = 1) -> Record:
    return {
        "id": number, "ticket_id": ticket_id, "created_at": f"{DAY}{time}:00Z",
        "author_id": author, "metadata": {}, "events": list(events),
    }  # fmt: skip


def tick(metric: str, instance: int, type_: str, time: str, **more: Any) -> Record:
    return {
        "id": 1, "ticket_id": 1, "metric": metric, "instance_id": instance, "type": type_,
        "time": f"{DAY}{time}:00Z",
    } | more  # fmt: skip


AUDITS = (
    audit(1, "08:00", 9, comment(9), create("requester_id", "9"), create("status", "new"),
          create("priority", "normal"), create("group_id", "30"), create("tags", ["a", "b"])),
    audit(2, "08:20", 5, comment(5), change("status", "new", "pending"),
          change("assignee_id", None, "5")),
    audit(3, "08:30", -1, {"type": "Notification", "subject": "x"}),
    audit(4, "09:00", 9, comment(9), change("status", "pending", "open")),
    audit(5, "09:30", 5, comment(5, is_public=False), change("priority", "normal", "urgent"),
          change("group_id", "30", "31")),
    audit(6, "11:00", 5, comment(5), change("status", "open", "solved")),
    audit(7, "08:40", 5, comment(5), change("tags", "a", "closed_by_merge"),
          change("status", "open", "closed"), ticket_id=2),
)  # fmt: skip
SLA = {"target": 30, "business_hours": False, "policy": {"id": 1, "title": "P"}}
TICKS = (
    tick("reply_time", 0, "measure", "08:00"),
    tick("reply_time", 1, "activate", "08:00"),
    tick("reply_time", 1, "apply_sla", "08:00", sla=SLA),
    tick("reply_time", 1, "fulfill", "08:20"),
    tick("reply_time", 1, "update_status", "08:20", status={"calendar": 20, "business": 10}),
    tick("reply_time", 2, "activate", "09:00"),
    tick("reply_time", 2, "apply_sla", "09:00", sla=SLA),
    tick("reply_time", 2, "breach", "09:30", deleted=False),
    tick("reply_time", 2, "fulfill", "11:00"),
    tick("reply_time", 2, "update_status", "11:00", status={"calendar": 120, "business": 120}),
    tick("agent_work_time", 1, "activate", "08:00"),
    tick("agent_work_time", 1, "pause", "08:20"),
    tick("agent_work_time", 1, "activate", "09:00"),
    tick("agent_work_time", 1, "pause", "10:00"),
    tick("agent_work_time", 1, "activate", "10:30"),
    tick("agent_work_time", 1, "fulfill", "11:00"),
    tick("requester_wait_time", 1, "activate", "08:00"),
    tick("requester_wait_time", 1, "apply_sla", "08:00", sla=SLA | {"target": 240}),
    tick("requester_wait_time", 1, "breach", "12:40", deleted=True),
    tick("requester_wait_time", 1, "pause", "08:20"),
    tick("requester_wait_time", 1, "activate", "09:00"),
    tick("requester_wait_time", 1, "fulfill", "11:00"),
)


@pytest.mark.parametrize("form", ["array", "cursor", "pages", "lines"])
def test_every_form_of_the_tickets_is_the_same(tmp_path: Path, form: str) -> None:
    """A page may repeat a ticket: its latest update counts, wherever it stands."""
    records = [
        ticket(1), ticket(1, status="open", updated_at=f"{DAY}09:00:00Z"),
        ticket(2, status="deleted"),
        ticket(3, status="closed", tags=["x", "closed_by_merge"]),
        ticket(4, satisfaction_rating={"id": 1, "score": "good", "comment": "Thanks"}),
        ticket(5, status="hold", satisfaction_rating={"score": "offered"}),
        ticket(6, status="Waiting for a part", satisfaction_rating={"score": "bad"}),
    ]  # fmt: skip
    texts = {
        "array": json.dumps(records),
        "cursor": json.dumps({"tickets": records, "after_url": "u", "end_of_stream": True}),
        "pages": json.dumps({"tickets": records, "count": 7, "end_time": 1, "next_page": None}),
        "lines": "".join(json.dumps(one) + "\n" for one in records),
    }
    (landed,) = land_texts(tmp_path, {"tickets.json": texts[form]})

    cases, first = asked(
        tmp_path,
        "select case_id, status, is_merged, is_cancelled from fct_cases order by case_id",
        "select account_id, severity, team, owner, resolved_at, records_replied from fct_cases"
        " where case_id = '1'",
    )

    assert (landed.manifest.reader, landed.manifest.source) == ("zendesk_tickets", "zendesk")
    assert cases == [
        ("1", "resolved", False, False), ("2", "cancelled", False, True),
        ("3", "merged", True, False), ("4", "resolved", False, False),
        ("5", "hold", False, False), ("6", "Waiting for a part", False, False),
    ]  # fmt: skip
    assert first == [("77", "S2", "31", "5", T(f"{DAY}12:00"), False)]
    surveys = rows(exports(tmp_path)[0], "surveys", "case_id")
    assert [tuple(one.values())[1:7] for one in surveys] == [
        ("4", None, T(f"{DAY}12:00"), 1, 1, "Thanks"),
        ("6", None, T(f"{DAY}12:00"), 0, 1, None),
    ]


def test_metrics_say_when_a_ticket_was_solved_and_answered(tmp_path: Path) -> None:
    """Solved at 11:00, not at the update of 12:00; 45 minutes to the reply; an unknown is none."""
    texts = {
        "tickets.json": json.dumps([ticket(1, status="closed"), ticket(2, status="open")]),
        "metrics.json": json.dumps({"ticket_metrics": [metrics(1, "11:00", 45), metrics(2)]}),
    }
    land_texts(tmp_path, texts)

    cases, promises = asked(
        tmp_path,
        "select case_id, resolved_at, first_responded_at, vendor_reopen_count, subject"
        " from fct_cases order by case_id",
        "select case_id, promise, state, elapsed_seconds from fct_promises order by all",
    )

    assert cases == [
        ("1", T(f"{DAY}11:00"), T(f"{DAY}08:45"), 2, "Login"),
        ("2", None, None, 2, "Login"),
    ]
    assert promises == [
        ("1", "first_response", "met", 2700), ("1", "resolve", "met", 10800),
        ("2", "first_response", "breached", 14400), ("2", "resolve", "running", 14400),
    ]  # fmt: skip


def test_metric_set_in_the_ticket_itself_is_read(tmp_path: Path) -> None:
    """The same figures, asked for with ?include=metric_sets."""
    record = ticket(1, status="closed", metric_set=metrics(1, "11:00", 45))
    land_texts(tmp_path, {"tickets.json": json.dumps({"tickets": [record]})})

    (cases,) = asked(tmp_path, "select resolved_at, first_responded_at from fct_cases")

    assert cases == [(T(f"{DAY}11:00"), T(f"{DAY}08:45"))]


def metrics(number: int, solved: str | None = None, minutes: int | None = None) -> Record:
    return {
        "id": number + 100, "ticket_id": number, "created_at": f"{DAY}08:00:00Z",
        "updated_at": f"{DAY}12:00:00Z", "solved_at": solved and f"{DAY}{solved}:00Z",
        "reopens": 2, "replies": 1, "group_stations": 1, "assignee_stations": 1,
        "reply_time_in_minutes": {"calendar": minutes, "business": 15},
    }  # fmt: skip


def test_a_ticket_alone_says_what_it_lacks(tmp_path: Path) -> None:
    """Not so with its metrics in it."""
    texts = {
        "alone.json": json.dumps([ticket(1)]),
        "with.json": json.dumps([ticket(1, metric_set=metrics(1, "11:00", 45))]),
    }
    alone, measured = land_texts(tmp_path, texts)

    assert [one[:47] for one in alone.manifest.cautions] == [
        "These tickets do not say when they were solved "
    ]
    assert measured.manifest.cautions == ()


@pytest.mark.parametrize("has_users", [False, True])
def test_the_submitter_says_who_opened_a_ticket(tmp_path: Path, has_users: bool) -> None:
    """9 and 8 are customers, 5 and 6 agents: 8 asked and an agent made 9 the requester of 3, 4 is
    an agent's own; without the users only another submitter than the requester tells."""
    asked_by = ((9, 9), (9, 5), (9, 8), (5, 5), (9, None), (77, 78))
    tickets = [
        ticket(number, requester_id=requester, submitter_id=submitter)
        for number, (requester, submitter) in enumerate(asked_by, start=1)
    ]
    users = [{"id": one, "role": "end-user"} for one in (8, 9)]
    users += [{"id": 5, "role": "agent"}, {"id": 6, "role": "admin"}, {"id": 7}]
    page: Record = {"tickets": tickets, "end_of_stream": True}
    page |= {"users": users} if has_users else {}
    land_texts(tmp_path, {"tickets.json": json.dumps(page)})

    told = rows(exports(tmp_path)[0], "cases", "case_id")

    found = [one["is_agent_created"] for one in told]
    if has_users:
        assert found == [False, True, False, True, None, True]
    else:
        assert found == [False, True, True, False, None, True]
