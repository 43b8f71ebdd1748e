"""Rows of ServiceNow's tables incident, task_sla and sys_audit, with raw values."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import md5

from loaders.formats import life
from loaders.sample_cases import Case, Event
from loaders.sample_files import iso
from loaders.sample_servicenow import IMPACTS, is_vendor_sla_met

STATES = {
    "New": "1", "Open": "2", "Waiting on customer": "3", "Resolved": "6", "Closed": "7",
    "Merged": "7", "Cancelled": "8",
}  # fmt: skip
SHOWN = {"1": "New", "2": "In Progress", "3": "On Hold", "6": "Resolved", "7": "Closed",
         "8": "Canceled"}  # fmt: skip
Row = dict[str, str]


def number(case: Case) -> str:
    """INC0104893."""
    return f"INC{life.number(case):07}"


def sys_id(text: str) -> str:
    """The 32 hexadecimal digits under which ServiceNow knows a thing; none for nothing."""
    return md5(text.encode(), usedforsecurity=False).hexdigest() if text else ""


def stamp(event: Event | None) -> str:
    """'2026-11-15 23:58:00' in UTC, empty for none."""
    return iso(event.at) if event else ""


def incident(case: Case) -> Row:
    """One incident as it is now."""
    end, back = life.last(case), life.reopened(case)
    done, shut = life.resolved(case), life.closed(case) or _withdrawn(case)
    spent = str(done.at - case.created_at) if done else ""
    return {
        "short_description": case.subject,
        "close_code": "Solved (Permanently)" if done else "",
        "made_sla": "true" if is_vendor_sla_met(case) else "false",
        "assignment_group": sys_id(end.team),
        "assigned_to": sys_id(end.owner),
        "business_stc": str(int(spent) * 3 // 8) if spent else "",
        "sys_updated_on": iso(life.updated(case)),
        "hold_reason": "1" if end.status == "Waiting on customer" else "",
        "parent_incident": sys_id(case.parent_id),
        "number": number(case),
        "sys_id": sys_id(case.case_id),
        "contact_type": "self-service",
        "company": sys_id(_company(case)),
        "caller_id": sys_id(f"caller {life.account(case)}"),
        "cmdb_ci": sys_id(case.line.system),
        "incident_state": STATES[end.status],
        "urgency": IMPACTS[end.severity][0],
        "sys_created_on": iso(case.created_at),
        "reassignment_count": str(max(0, len(_owners(case)) - 1)),
        "severity": "3",
        "calendar_stc": spent,
        "closed_at": stamp(shut),
        "impact": IMPACTS[end.severity][0],
        "sys_mod_count": str(len(case.events) - 1),
        "active": "false" if shut else "true",
        "reopen_count": str(len(back)),
        "priority": end.severity[1],
        "opened_at": iso(case.created_at),
        "resolved_at": stamp(done) if end.status in ("Resolved", "Closed") else "",
        "reopened_time": stamp(back[-1] if back else None),
        "category": case.line.category,
        "subcategory": case.line.system,
    }


def _company(case: Case) -> str:
    return f"company {life.account(case)}" if case.account else ""


def _withdrawn(case: Case) -> Event | None:
    return life.resolved(case) if life.last(case).status in ("Merged", "Cancelled") else None


def _owners(case: Case) -> list[str]:
    return [change.after for _, (change,) in life.changes(case, "owner") if change.after]


def sla(case: Case) -> Row:
    """The row of task_sla for the resolve SLA; durations are dates from 1970 on."""
    goal, elapsed = life.vendor_goal(case), life.vendor_elapsed(case)
    done = life.resolved(case)
    planned = iso(case.created_at + goal)
    return {
        "sys_id": sys_id(f"sla {case.case_id}"),
        "active": "false" if done else "true",
        "business_duration": since_1970(elapsed * 3 // 8),
        "business_percentage": f"{elapsed * 37.5 / goal:.2f}",
        "duration": since_1970(elapsed),
        "end_time": stamp(done),
        "has_breached": "true" if elapsed > goal else "false",
        "original_breach_time": planned,
        "pause_duration": "",
        "pause_time": "",
        "percentage": f"{elapsed * 100 / goal:.2f}",
        "planned_end_time": planned,
        "schedule": "",
        "sla": sys_id(f"resolve {goal}"),
        "sla.name": f"Resolve within {goal // 3600} hours",
        "stage": "completed" if done else "breached" if elapsed > goal else "in_progress",
        "start_time": iso(case.created_at),
        "sys_created_on": iso(case.created_at),
        "sys_updated_on": iso(life.updated(case)),
        "task": sys_id(case.case_id),
        "time_left": since_1970(max(0, goal - elapsed)),
        "timezone": "Europe/Berlin",
    }


def since_1970(seconds: int) -> str:
    """2 h 37 m 3 s as '1970-01-01 2:37:03': days count up, hours are not padded."""
    moment = datetime.fromisoformat(iso(seconds))
    return f"{moment:%Y-%m-%d} {moment.hour}:{moment:%M:%S}"


def audit(case: Case) -> Iterator[Row]:
    """sys_audit: one row per changed field, nothing for the creation itself."""
    following = list(zip(case.events, case.events[1:], strict=False))
    for place, (before, event) in enumerate(following, start=1):
        was, is_ = _fields(before), _fields(event)
        for name in is_:
            if was[name] != is_[name]:
                yield {
                    "sys_id": sys_id(f"audit {case.case_id} {place} {name}"),
                    "tablename": "incident",
                    "documentkey": sys_id(case.case_id),
                    "fieldname": name,
                    "oldvalue": was[name],
                    "newvalue": is_[name],
                    "user": "system" if event.role == "bot" else event.actor,
                    "sys_created_on": iso(event.at),
                    "record_checkpoint": str(place),
                    "reason": "",
                }


def _fields(event: Event) -> Row:
    return {
        "incident_state": STATES[event.status],
        "hold_reason": "1" if event.status == "Waiting on customer" else "",
        "priority": event.severity[1],
        "assignment_group": sys_id(event.team),
        "assigned_to": sys_id(event.owner),
    }
