"""Zendesk's JSON exports: tickets, and beside them their audits, metrics or metric events."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.formats.zendesk_metrics import is_met, metric, metric_events
from loaders.formats.zendesk_words import (
    PRIORITIES,
    STATUSES,
    TYPES,
    URL,
    author,
    group,
    organization,
    requester,
    staff,
)  # fmt: skip
from loaders.sample_cases import Case, Event

Record = dict[str, Any]


def ticket(case: Case) -> Record:
    """One ticket as the incremental export gives it: how it is now, and no time of solving."""
    end, number = life.last(case), life.number(case)
    return {
        "url": f"{URL}/tickets/{number}.json",
        "id": number,
        "external_id": None,
        "via": {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": life.z(case.created_at),
        "updated_at": life.z(life.updated(case)),
        "generated_timestamp": life.updated(case) + 3,
        "type": TYPES[case.kind],
        "subject": case.subject,
        "raw_subject": case.subject,
        "description": f"{case.subject}.\n\nReported by the client.",
        "priority": PRIORITIES[end.severity],
        "status": STATUSES[end.status],
        "recipient": None,
        "requester_id": requester(case),
        "submitter_id": requester(case),
        "assignee_id": staff(end.owner),
        "organization_id": int(organization(life.account(case))) if case.account else None,
        "group_id": group(end.team),
        "collaborator_ids": [],
        "follower_ids": [],
        "email_cc_ids": [],
        "problem_id": None,
        "has_incidents": False,
        "is_public": True,
        "due_at": None,
        "tags": tags(case),
        "custom_fields": [{"id": 360021289154, "value": case.line.category}],
        "satisfaction_rating": {"score": "unoffered"},
        "brand_id": 360002194834,
        "ticket_form_id": 360000784454,
        "allow_channelback": False,
        "allow_attachments": True,
    }


def tags(case: Case) -> list[str]:
    """Zendesk tags a ticket that was merged into another one."""
    found = [case.line.category.casefold().replace(" ", "_").replace("-", "_")]
    found += ["drill"] if case.is_drill else []
    return found + (["closed_by_merge"] if life.last(case).status == "Merged" else [])


def audits(case: Case) -> Iterator[Record]:
    """One audit per event that changed or said something, the creation first."""
    for place, event in enumerate(case.events):
        told = list(_created(case) if place == 0 else _changes(case.events[place - 1], event))
        told += list(_comment(case, event))
        if told:
            number = life.number(case) * 1000 + place * 10
            yield {
                "id": number,
                "ticket_id": life.number(case),
                "created_at": life.z(event.at),
                "author_id": author(case, event),
                "via": {"channel": "rule" if event.role == "bot" else "web", "source": {}},
                "metadata": {"system": {}, "custom": {}},
                "events": [{"id": number + n} | one for n, one in enumerate(told, start=1)],
            }


def _created(case: Case) -> Iterator[Record]:
    values = _values(case.events[0]) | {"subject": case.subject, "type": TYPES[case.kind]}
    values["requester_id"] = str(requester(case))
    for name, value in values.items():
        yield {"type": "Create", "field_name": name, "value": value}


def _changes(before: Event, event: Event) -> Iterator[Record]:
    was, is_ = _values(before), _values(event)
    for name, value in is_.items():
        if was[name] != value:
            change = {"type": "Change", "field_name": name, "value": value}
            yield change | {"previous_value": was[name]}
    if event.status == "Merged":
        yield {"type": "Change", "field_name": "tags", "value": "closed_by_merge",
               "previous_value": ""}  # fmt: skip


def _values(event: Event) -> dict[str, str | None]:
    """Audits keep every value as text."""
    person = staff(event.owner)
    return {
        "status": STATUSES[event.status],
        "priority": PRIORITIES[event.severity],
        "group_id": str(group(event.team)),
        "assignee_id": str(person) if person else None,
    }


def _comment(case: Case, event: Event) -> Iterator[Record]:
    types = ("Created", "Public reply", "Customer reply", "Internal note")
    if event.type in types:
        said = {"type": "Comment", "body": event.text, "public": event.type != "Internal note"}
        yield said | {"author_id": author(case, event), "attachments": []}
    if event.type == "Auto reply":
        yield {"type": "Notification", "subject": "Request received", "body": event.text,
               "recipients": [requester(case)], "via": {"channel": "rule"}}  # fmt: skip


def cursor(key: str, records: list[Record]) -> bytes:
    """The envelope of a cursor export's last page."""
    url = f"{URL}/incremental/{key}/cursor.json?cursor=MTU4MDc1Mzc5OC4wfHw0MzJ8"
    return life.json_bytes(
        {key: records, "after_url": url, "after_cursor": "MTU4MDc1Mzc5OC4wfHw0MzJ8",
         "before_url": None, "before_cursor": None, "end_of_stream": True}
    )  # fmt: skip


def timed(key: str, records: list[Record]) -> bytes:
    """The envelope of a time-based export's last page."""
    url = f"{URL}/incremental/{key}.json?start_time={life.ENDS}"
    return life.json_bytes(
        {key: records, "count": len(records), "end_of_stream": True, "end_time": life.ENDS,
         "next_page": url}
    )  # fmt: skip


def tickets(cases: Sequence[Case]) -> bytes:
    """tickets.json, oldest change first."""
    in_order = sorted(cases, key=life.updated)
    return cursor("tickets", [ticket(case) for case in in_order])


def with_audits(cases: Sequence[Case]) -> Files:
    """Tickets and /api/v2/ticket_audits, newest first."""
    told = sorted((one for case in cases for one in audits(case)), key=lambda one: -one["id"])
    found = sorted(told, key=lambda one: str(one["created_at"]), reverse=True)
    return {"tickets.json": tickets(cases), "ticket_audits.json": cursor("audits", found)}


def with_metrics(cases: Sequence[Case]) -> Files:
    """Tickets and ticket_metrics, as lines of JSON and as an array."""
    lines = b"".join(life.json_bytes(ticket(case)) + b"\n" for case in cases)
    metrics = [metric(case) for case in life.pages(cases)]
    return {"tickets.jsonl": lines, "ticket_metrics.json": life.json_bytes(metrics)}


def with_metric_events(cases: Sequence[Case]) -> Files:
    """Tickets and ticket_metric_events."""
    told = sorted((one for c in cases for one in metric_events(c)), key=lambda one: one["time"])
    return {
        "tickets.json": tickets(cases),
        "ticket_metric_events.json": timed("ticket_metric_events", told),
    }


def _format(
    name: str, title: str, carries: Carries, files: Callable[[Sequence[Case]], Files]
) -> Format:
    met = is_met if carries.verdicts == "yes" else None
    return Format(name, title, carries, files, lambda c: str(life.number(c)), organization, met=met)


FORMATS = (
    _format(
        "zendesk_audits",
        "Zendesk tickets and ticket audits (JSON)",
        Carries(
            statuses="every change", priorities="every change", teams="every change",
            owners="every change", acknowledgement="inferred", replies="every one",
            resolves="every one", withdrawn="merged only", categories="type only",
        ),
        with_audits,
    ),
    _format(
        "zendesk_metrics",
        "Zendesk tickets and ticket metrics (JSON)",
        Carries(replies="the first, in minutes", categories="type only"),
        with_metrics,
    ),
    _format(
        "zendesk_metric_events",
        "Zendesk tickets and ticket metric events (JSON)",
        Carries(statuses="every change", replies="every one", resolves="every one",
                categories="type only", verdicts="yes"),
        with_metric_events,
    ),
)  # fmt: skip
