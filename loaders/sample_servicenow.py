"""The second desk's cases as a ServiceNow audit log: 36 columns, one line per change."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from loaders.sample_cases import Case, Event

_COLUMN_NAMES = """
    number incident_state active reassignment_count reopen_count sys_mod_count made_sla
    caller_id opened_by opened_at sys_created_by sys_created_at sys_updated_by sys_updated_at
    contact_type location category subcategory u_symptom cmdb_ci impact urgency priority
    assignment_group assigned_to knowledge u_priority_confirmation notify problem_id rfc vendor
    caused_by closed_code resolved_by resolved_at closed_at"""
COLUMNS = tuple(_COLUMN_NAMES.split())
STATES = {
    "New": "New", "Open": "Active", "Waiting on customer": "Awaiting User Info",
    "Resolved": "Resolved", "Closed": "Closed", "Merged": "Closed", "Cancelled": "Closed",
}  # fmt: skip
PRIORITIES = {"S1": "1 - Critical", "S2": "2 - High", "S3": "3 - Moderate", "S4": "4 - Low"}
IMPACTS = {"S1": "1 - High", "S2": "2 - Medium", "S3": "2 - Medium", "S4": "3 - Low"}
VENDOR_HOURS = {"S1": 12, "S2": 48, "S3": 168, "S4": 336}
SKIPPED = ("Auto reply", "Customer reply")


def stamp(at: int) -> str:
    """'9/11/2026 08:05': day and month unpadded, no seconds, no zone (it is UTC)."""
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"


def last_at(case: Case, status: str) -> int | None:
    """When a case last entered a state, if it is in it or past it at the end."""
    if case.events[-1].status not in ("Resolved", "Closed"):
        return None
    entered = [event.at for event in case.events if event.status == status]
    firsts = [at for at, before in zip(entered, [0, *entered], strict=False) if at != before]
    reopened = [event.at for event in case.events if event.type == "Reopened"]
    since = [at for at in firsts if at > max(reopened, default=0)]
    return since[0] if since else None


def final_values(case: Case) -> dict[str, str]:
    """The columns that a ServiceNow extract copies onto every line of a case."""
    resolved, closed = last_at(case, "Resolved"), last_at(case, "Closed")
    return {
        "number": case.case_id,
        "caller_id": case.account.account_id if case.account else "?",
        "opened_by": "Opened by  8",
        "opened_at": stamp(case.created_at),
        "sys_created_by": "Created by 6",
        "sys_created_at": stamp(case.created_at),
        "contact_type": "Phone" if case.created_at % 5 else "Self service",
        "location": "Location EU" if case.region == "EU" else "Location US",
        "category": case.line.category,
        "subcategory": case.subject,
        "cmdb_ci": case.line.system,
        "closed_code": "code 6" if closed else "?",
        "resolved_by": case.events[-1].owner or "?" if resolved else "?",
        "resolved_at": stamp(resolved) if resolved else "?",
        "closed_at": stamp(closed) if closed else "?",
    }


def is_vendor_sla_met(case: Case) -> bool:
    """ServiceNow's own verdict: around the clock, waits counted in, from the first opening."""
    resolved = last_at(case, "Resolved")
    hours = VENDOR_HOURS[case.events[-1].severity]
    return resolved is None or resolved - case.created_at <= hours * 3600


def present_values(case: Case, event: Event) -> dict[str, str]:
    """The columns that stand as they were after one event."""
    is_closed = STATES[event.status] == "Closed"
    return {
        "incident_state": STATES[event.status],
        "active": "false" if is_closed else "true",
        "made_sla": "true" if not is_closed or is_vendor_sla_met(case) else "false",
        "sys_updated_by": "Updated by 908" if event.role == "bot" else "Updated by 21",
        "sys_updated_at": stamp(event.at),
        "impact": IMPACTS[event.severity],
        "urgency": IMPACTS[event.severity],
        "priority": PRIORITIES[event.severity],
        "assignment_group": event.team,
        "assigned_to": event.owner or "?",
        "knowledge": "false",
        "u_priority_confirmation": "false",
        "notify": "Do Not Notify",
    }


def log(case: Case) -> Iterator[tuple[str, ...]]:
    """The lines of one case, counting its changes, handings-on and reopenings."""
    final, reopened = final_values(case), 0
    owners: list[str] = []
    events = [event for event in case.events if event.type not in SKIPPED]
    for number, event in enumerate(events):
        owners += [event.owner] if event.owner and event.owner not in owners[-1:] else []
        reopened += event.type == "Reopened"
        counts = {
            "sys_mod_count": str(number),
            "reassignment_count": str(max(0, len(owners) - 1)),
            "reopen_count": str(reopened),
        }
        values = final | present_values(case, event) | counts
        yield tuple(values.get(column, "?") for column in COLUMNS)


def log_rows(cases: Iterable[Case]) -> list[tuple[str, ...]]:
    """The whole audit log, case after case as ServiceNow writes it."""
    return [row for case in cases for row in log(case)]
