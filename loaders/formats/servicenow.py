"""ServiceNow: the incident table in its four guises, and with its SLA rows or its audit rows."""

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.formats.servicenow_rows import (
    SHOWN,
    STATES,
    audit,
    incident,
    number,
    sla,
    sys_id,
)  # fmt: skip
from loaders.sample_cases import Case
from loaders.sample_files import text_of
from loaders.sample_servicenow import COLUMNS, is_vendor_sla_met, log_rows

ZONE = "Europe/London"  # of whoever exports displayed values
DATES = ("opened_at", "sys_created_on", "sys_updated_on", "resolved_at", "closed_at",
         "reopened_time", "start_time", "end_time", "planned_end_time",
         "original_breach_time")  # fmt: skip
URL = "https://sample.service-now.com/api/now/table"
LABELS = {
    "number": "Number", "opened_at": "Opened", "short_description": "Short description",
    "company": "Company", "caller_id": "Caller", "priority": "Priority", "incident_state": "State",
    "category": "Category", "assignment_group": "Assignment group", "assigned_to": "Assigned to",
    "cmdb_ci": "Configuration item", "sys_updated_on": "Updated", "resolved_at": "Resolved",
    "closed_at": "Closed", "reopen_count": "Reopen count", "made_sla": "Made SLA",
    "parent_incident": "Parent Incident", "hold_reason": "On hold reason",
}  # fmt: skip


def raw_csv(cases: Sequence[Case]) -> Files:
    """`/incident_list.do?CSV`: field names, codes, sys_ids, UTC without a marker."""
    return {"incident.csv": life.table_bytes([incident(case) for case in cases], "\r\n")}


def shown_csv(cases: Sequence[Case]) -> Files:
    """The list as a person exports it: labels, displayed values, the person's wall clock."""
    rows = [_shown(case, incident(case)) for case in cases]
    labelled = [{label: row[name] for name, label in LABELS.items()} for row in rows]
    return {"incident.csv": life.table_bytes(labelled, "\r\n")}


def both_json(cases: Sequence[Case]) -> Files:
    """The Table API with `sysparm_display_value=all`."""
    result = [_both(incident(case), _shown(case, incident(case))) for case in cases]
    return {"incident.json": life.json_bytes({"result": result})}


def raw_json(cases: Sequence[Case]) -> bytes:
    """The Table API as it answers by itself: references are links."""
    return life.json_bytes({"result": [_linked(incident(case)) for case in cases]})


def with_slas(cases: Sequence[Case]) -> Files:
    """Incidents, and their rows of task_sla."""
    slas = life.table_bytes([sla(case) for case in cases])
    return {"incident.json": raw_json(cases), "task_sla.csv": slas}


def with_audit(cases: Sequence[Case]) -> Files:
    """Incidents, and what sys_audit kept of their changes."""
    rows = [row for case in cases for row in audit(case)]
    return {"incident.json": raw_json(cases), "sys_audit.csv": life.table_bytes(rows)}


def event_log(cases: Sequence[Case]) -> Files:
    """The audit log with a line per update, as the sample's second desk writes it."""
    text = text_of(COLUMNS, log_rows(cases))
    return {"incident_log.csv": text.replace("Updated by 908", "system").encode()}


def _shown(case: Case, row: dict[str, str]) -> dict[str, str]:
    """The row as people see it; `15/11/2026 23:58:00` by their wall clock."""
    end = life.last(case)
    seen = {name: _local(text) if name in DATES else text for name, text in row.items()}
    code = row["priority"]
    return seen | {
        "incident_state": SHOWN[STATES[end.status]],
        "hold_reason": "Awaiting Caller" if row["hold_reason"] else "",
        "priority": f"{code} - {('Critical', 'High', 'Moderate', 'Low')[int(code) - 1]}",
        "company": life.account(case),
        "caller_id": f"Client {life.account(case)}",
        "assignment_group": end.team,
        "assigned_to": end.owner,
        "cmdb_ci": case.line.system,
    }


def _local(text: str) -> str:
    if not text:
        return ""
    local = life.utc(text).astimezone(ZoneInfo(ZONE))
    return local.strftime("%d/%m/%Y %H:%M:%S")


def _both(row: dict[str, str], seen: dict[str, str]) -> dict[str, Any]:
    return {
        name: {"display_value": seen[name], "value": value}
        | ({"link": f"{URL}/x/{value}"} if _is_reference(value) else {})
        for name, value in row.items()
    }


def _linked(row: dict[str, str]) -> dict[str, Any]:
    return {
        name: {"link": f"{URL}/x/{value}", "value": value}
        if _is_reference(value) and name != "sys_id"
        else value
        for name, value in row.items()
    }


def _is_reference(value: str) -> bool:
    return len(value) == 32 and all(letter in "0123456789abcdef" for letter in value)


def _format(
    name: str, title: str, carries: Carries, files: Callable[[Sequence[Case]], Files],
    zone: str | None = None, is_raw: bool = True,
) -> Format:  # fmt: skip
    def account(account_id: str) -> str:
        return sys_id(f"company {account_id}") if is_raw else account_id

    met = life.vendor_met if files is with_slas else is_vendor_sla_met
    return Format(name, title, carries, files, number, account, zone=zone, met=met)


FINAL = Carries(withdrawn="cancelled only", verdicts="yes", zone="by convention")
HISTORY = Carries(
    statuses="every change", priorities="every change", teams="every change",
    owners="every change", acknowledgement="inferred", resolves="every one",
    withdrawn="cancelled only", verdicts="yes", zone="by convention",
)  # fmt: skip
SEEN = Carries(withdrawn="cancelled only", verdicts="yes", zone="asked for")
LOG = Carries(
    creation="minute", statuses="every change", priorities="every change", teams="every change",
    owners="every change", acknowledgement="inferred", resolves="every one", verdicts="yes",
    zone="asked for",
)  # fmt: skip
FORMATS = (
    Format("servicenow_log", "ServiceNow audit log, one line per update", LOG, event_log,
           lambda case: case.case_id, zone="UTC", met=is_vendor_sla_met),
    _format("servicenow_raw", "ServiceNow incident table, raw CSV", FINAL, raw_csv),
    _format("servicenow_display", "ServiceNow incident list, displayed values as CSV", SEEN,
            shown_csv, ZONE, is_raw=False),
    _format("servicenow_json", "ServiceNow incident table, JSON with both values", FINAL,
            both_json, is_raw=False),
    _format("servicenow_task_sla", "ServiceNow incidents (JSON) and task_sla", FINAL, with_slas),
    _format("servicenow_audit", "ServiceNow incidents (JSON) and sys_audit", HISTORY, with_audit),
)  # fmt: skip
