"""ServiceNow audit log: one row per update of an incident.

The time of an event is sys_updated_at. opened_at, resolved_at and closed_at are final values
copied onto every row, so they serve creation and the vendor's own figures only; made_sla means
something on the last row alone.
"""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source

_NEEDED = ("number", "incident_state", "sys_updated_at", "sys_mod_count", "opened_at")
_COLUMNS = {
    "case_id": "number",
    "event_at": "sys_updated_at",
    "seq": "sys_mod_count",
    "created_at": "opened_at",
    "status": "incident_state",
    "priority": "priority",
    "team": "assignment_group",
    "owner": "assigned_to",
    "actor": "sys_updated_by",
    "account_id": "caller_id",
    "subject": "subcategory",
    "category": "category",
    "system": "cmdb_ci",
    "vendor_met": "made_sla",
    "vendor_reopen_count": "reopen_count",
    "vendor_resolved_at": "resolved_at",
    "vendor_decided_at": "closed_at",
}
STATES = {
    "New": "new",
    "Active": "open",
    "In Progress": "open",
    "Awaiting User Info": "pending",
    "Awaiting Caller": "pending",
    "Awaiting Vendor": "hold",
    "Awaiting Problem": "hold",
    "Awaiting Evidence": "hold",
    "On Hold": "hold",
    "Resolved": "resolved",
    "Closed": "closed",
    "Canceled": "cancelled",
    "Cancelled": "cancelled",
}
PRIORITIES = {
    "1 - Critical": "S1",
    "2 - High": "S2",
    "3 - Moderate": "S3",
    "4 - Low": "S4",
    "5 - Planning": "S5",
    **{str(number): f"S{number}" for number in range(1, 6)},
}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if not set(_NEEDED) <= set(shape.columns):
        return None
    return Recognition(1.0, f"the header has {', '.join(_NEEDED)}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    columns: dict[str, str | list[str]] = {
        word: one for word, one in _COLUMNS.items() if one in (*shape.columns, *_NEEDED)
    }
    meant = Mapping(
        table="events",
        columns=columns,
        kind="incident",
        null_values=["?"],
        statuses=STATES,
        priorities=PRIORITIES,
        bots=["system"],
        seq_rules=True,
    )
    return (Part(meant),)


SOURCE = Source("servicenow_event_log", "ServiceNow event log", _recognise, _parts)
