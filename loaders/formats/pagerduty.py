"""PagerDuty: incidents with their log entries, and the incidents of Analytics as JSON and CSV.

A resolved incident has no acknowledgements any more; log entries are in the account's zone.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.sample_cases import Case, Event

ZONE = "America/Los_Angeles"  # of the account
URL = "https://api.pagerduty.com"
Record = dict[str, Any]


def key(kind: str, text: str) -> str:
    """An id such as PT4KHLK: Q for entries of a log, P for all else."""
    value, letters = life.code(f"{kind} {text}"), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    name = ""
    for _ in range(13 if kind == "entry" else 6):
        value, place = divmod(value, 36)
        name += letters[place]
    return ("Q" if kind == "entry" else "P") + name


def incident_id(case: Case) -> str:
    """The id of a case."""
    return key("incident", case.case_id)


def is_told(case: Case) -> bool:
    """An incident that is resolved stays so: what came back would be another incident."""
    return not life.reopened(case)


def _refer(kind: str, name: str) -> Record:
    found, kinds = key(kind, name), {"policy": "escalation_policies"}
    url = f"{URL}/{kinds.get(kind, kind + 's')}/{found}"
    long = "escalation_policy" if kind == "policy" else kind
    return {"id": found, "type": f"{long}_reference", "summary": name, "self": url, "html_url": url}


def _status(case: Case) -> str:
    if life.resolved(case):
        return "resolved"
    return "acknowledged" if life.first(case, "Acknowledged") else "triggered"


def incident(case: Case) -> Record:
    """One incident of /incidents."""
    end, status = life.last(case), _status(case)
    turned = life.resolved(case) or life.first(case, "Acknowledged") or case.events[0]
    holder = _refer("user", end.owner) if end.owner and status != "resolved" else None
    acknowledged = life.first(case, "Acknowledged") if status == "acknowledged" else None
    return {
        "id": incident_id(case), "type": "incident",
        "summary": f"[#{life.number(case)}] {case.subject}",
        "self": f"{URL}/incidents/{incident_id(case)}",
        "html_url": f"https://sample.pagerduty.com/incidents/{incident_id(case)}",
        "incident_number": life.number(case), "title": case.subject,
        "created_at": life.z(case.created_at), "updated_at": life.z(life.updated(case)),
        "status": status, "incident_key": case.case_id,
        "service": _refer("service", case.line.system),
        "assignments": [{"at": life.z(turned.at), "assignee": holder}] if holder else [],
        "assigned_via": "escalation_policy",
        "last_status_change_at": life.z(turned.at),
        "last_status_change_by": _agent(case, turned),
        "resolved_at": life.z_or_none(life.resolved(case)),
        "alert_counts": {"all": 1, "triggered": 0, "resolved": 1}, "is_mergeable": True,
        "incident_type": {"name": "incident_default"},
        "escalation_policy": _refer("policy", "Default"),
        "teams": [_refer("team", end.team)], "pending_actions": [],
        "acknowledgements": [{"at": life.z(acknowledged.at),
                              "acknowledger": _refer("user", acknowledged.actor)}]
        if acknowledged else [],
        "priority": {"id": key("priority", end.severity), "type": "priority_reference",
                     "summary": f"P{end.severity[1]}",
                     "self": f"{URL}/priorities/{key('priority', end.severity)}"},
        "resolve_reason": None, "urgency": "high" if end.severity < "S3" else "low",
    }  # fmt: skip


def log(case: Case) -> Iterator[Record]:
    """Trigger, assignments, acknowledgement, notes and resolution."""
    yield _entry(case, case.events[0], "trigger_log_entry")
    for before, event in zip(case.events, case.events[1:], strict=False):
        if before.owner != event.owner and event.owner:
            assignees = [_refer("user", event.owner)]
            yield _entry(case, event, "assign_log_entry", assignees=assignees)
        if event.type == "Acknowledged":
            yield _entry(case, event, "acknowledge_log_entry", acknowledgement_timeout=None)
        if event.type in ("Internal note", "Team changed"):
            yield _entry(case, event, "annotate_log_entry")
        if event in life.entered(case, *life.ENDINGS):
            yield _entry(case, event, "resolve_log_entry")


def _agent(case: Case, event: Event) -> Record:
    """Who did it: a person, else the service itself."""
    is_person = event.role == "agent" and event.actor
    return _refer("user", event.actor) if is_person else _refer("service", case.line.system)


def _entry(case: Case, event: Event, type: str, **more: Any) -> Record:
    found = key("entry", f"{case.case_id} {event.at} {type}")
    agent = _agent(case, event)
    local = life.at(event.at).astimezone(ZoneInfo(ZONE))
    return {
        "id": found, "type": type, "summary": type.removesuffix("_log_entry").capitalize(),
        "self": f"{URL}/log_entries/{found}",
        "created_at": local.isoformat(),
        "agent": agent,
        "channel": {"type": "web_ui" if agent["type"] == "user_reference" else "api"},
        "service": _refer("service", case.line.system),
        "incident": _refer("incident", case.case_id)
        | {"id": incident_id(case), "summary": f"[#{life.number(case)}] {case.subject}"},
        "teams": [_refer("team", event.team)],
        "contexts": [],
        **more,
    }  # fmt: skip


def _page(name: str, records: list[Record]) -> bytes:
    more = {"limit": 100, "offset": 0, "total": None, "more": False}
    return life.json_bytes({name: records, **more})


def files(cases: Sequence[Case]) -> Files:
    """Both endpoints; log entries newest first."""
    entries = sorted((one for case in cases for one in log(case)), key=_at, reverse=True)
    return {
        "incidents.json": _page("incidents", [incident(case) for case in cases]),
        "log_entries.json": _page("log_entries", entries),
    }


def _at(entry: Record) -> Any:
    return life.moment(entry["created_at"])


FORMATS = (
    Format(
        "pagerduty",
        "PagerDuty incidents and log entries (JSON)",
        Carries(
            statuses="without waits", teams="every change", owners="every change",
            acknowledgement="yes", accounts="no", categories="no",
        ),
        files,
        incident_id,
        told=is_told,
    ),
)  # fmt: skip
