"""incident.io's v2 incidents: named timestamps and durations, microseconds, a test among them."""

from collections.abc import Sequence
from typing import Any

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.formats.pagerduty import is_told
from loaders.sample_cases import Case, Event

SEVERITIES = {"S1": ("Critical", 4), "S2": ("Major", 3), "S3": ("Minor", 2), "S4": ("Trivial", 1)}
STATUSES = {
    "New": ("triage", "Triage"), "Open": ("live", "Investigating"),
    "Waiting on customer": ("live", "Monitoring"), "Resolved": ("closed", "Closed"),
    "Closed": ("closed", "Closed"), "Merged": ("merged", "Merged"),
    "Cancelled": ("canceled", "Canceled"),
}  # fmt: skip
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Record = dict[str, Any]


def key(text: str) -> str:
    """A ULID such as 01FDAG4SAP5TYPT98WGR2N7W91."""
    name = "01"
    for part in ("a", "b"):
        value = life.code(f"{part}{text}") * 36_969
        for _ in range(12):
            value, rest = divmod(value, 32)
            name += _LETTERS[rest]
    return name


def reference(case: Case) -> str:
    """INC-104893."""
    return f"INC-{life.number(case)}"


def incident(case: Case) -> Record:
    """One incident as it is now."""
    end, done = life.last(case), life.resolved(case)
    severity, rank = SEVERITIES[end.severity]
    category, status = STATUSES[end.status]
    lasted = done.at - case.created_at if done else None
    return {
        "id": key(case.case_id),
        "reference": reference(case),
        "name": case.subject,
        "created_at": micro(case.created_at),
        "updated_at": micro(life.updated(case)),
        "last_activity_at": micro(life.updated(case)),
        "mode": "test" if case.is_drill else "standard",
        "visibility": "public",
        "severity": {"id": key(severity), "name": severity, "rank": rank, "description": ""},
        "incident_status": {"id": key(status), "category": category, "name": status, "rank": 1},
        "incident_type": {"id": key("type"), "name": "Default", "is_default": True},
        "incident_timestamp_values": stamps(case),
        "duration_metrics": [
            {"duration_metric": {"id": key("lasted"), "name": "Lasted"},
             "status": "success" if lasted is not None else "running", "value_seconds": lasted}
        ],
        "incident_role_assignments": _lead(end),
        "custom_field_entries": [],
        "external_issue_reference": None,
        "slack_channel_id": "C02AW36C1M5",
        "slack_team_id": "T02A1FSLE8J",
        "summary": None,
        "team_ids": [key(end.team)],
    }  # fmt: skip


def _lead(end: Event) -> list[Record]:
    if not end.owner:
        return []
    role = {"id": key("lead"), "name": "Incident Lead", "role_type": "lead", "required": False}
    person = {"id": key(end.owner), "name": end.owner, "role": "responder"}
    return [{"role": role, "assignee": person}]


def stamps(case: Case) -> list[Record]:
    """The timestamps of a new account, in their order; what has not happened has no value."""
    done = life.resolved(case)
    status = life.last(case).status
    solved = done if status in ("Resolved", "Closed") else None
    named = {
        "Reported at": case.events[0], "Declared at": case.events[0],
        "Accepted at": life.first(case, "Acknowledged"), "Declined at": None,
        "Merged at": done if status == "Merged" else None,
        "Canceled at": done if status == "Cancelled" else None,
        "Identified at": None, "Fixed at": solved, "Resolved at": solved,
        "Closed at": life.closed(case),
    }  # fmt: skip
    return [
        {"incident_timestamp": {"id": key(name), "name": name, "rank": rank},
         "value": {"value": micro(event.at)} if event else None}
        for rank, (name, event) in enumerate(named.items(), start=1)
    ]  # fmt: skip


def micro(second: int) -> str:
    """2021-08-17T13:28:57.801578Z."""
    return life.z(second).replace("Z", f".{second * 7919 % 1_000_000:06}Z")


def files(cases: Sequence[Case]) -> Files:
    """One page, newest first, with a rehearsal that is no incident."""
    told = [incident(case) for case in life.pages(cases)]
    rehearsal = told[0] | {"id": key("test"), "reference": "INC-999999", "mode": "test"}
    meta = {"after": told[-1]["id"], "page_size": 250}
    return {
        "incidents.json": life.json_bytes(
            {"incidents": [rehearsal, *told], "pagination_meta": meta}
        )
    }


FORMATS = (
    Format("incident_io", "incident.io incidents, v2 (JSON)",
           Carries(statuses="open or done", priorities="own words", acknowledgement="yes",
                   withdrawn="yes", accounts="no", categories="no"),
           files, reference, told=is_told),
)  # fmt: skip
