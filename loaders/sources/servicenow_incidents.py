"""ServiceNow incident table: one row per incident, from the Table API or a list export.

A raw export (priority "3") is UTC by the API's convention; a display export (priority
"3 - Moderate") is in the zone of whoever exported it, so the loader asks.
"""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by, first_of
from loaders.sources.servicenow_event_log import PRIORITIES, STATES

_WORDS = {
    "case_id": ("number",),
    "created_at": ("opened_at", "opened"),
    "updated_at": ("sys_updated_on", "updated"),
    "resolved_at": ("resolved_at", "resolved"),
    "closed_at": ("closed_at", "closed"),
    "status": ("incident_state", "state"),
    "priority": ("priority",),
    "team": ("assignment_group",),
    "owner": ("assigned_to",),
    "account_id": ("company", "account", "caller_id", "caller"),
    "subject": ("short_description",),
    "category": ("category",),
    "system": ("cmdb_ci", "configuration_item", "subcategory"),
    "parent_id": ("parent_incident", "parent"),
    "seq": ("sys_mod_count",),
    "vendor_met": ("made_sla",),
    "vendor_reopen_count": ("reopen_count",),
}
_CODES = {
    "1": "new",
    "2": "open",
    "3": "hold",
    "4": "pending",
    "5": "pending",
    "6": "resolved",
    "7": "closed",
    "8": "cancelled",
}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, _WORDS)
    if "sys_updated_at" in shape.columns or not {"case_id", "created_at", "status"} <= set(found):
        return None
    if first_of(shape.columns, "sys_updated_on", "sys_id", "short_description") is None:
        return None
    seen = [found[word] for word in ("case_id", "created_at", "status")]
    return Recognition(0.9, f"the header has {', '.join(seen)} and fields of a ServiceNow incident")


def _parts(shape: Shape) -> tuple[Part, ...]:
    columns: dict[str, str | list[str]] = dict(columns_by(shape.columns, _WORDS))
    for ours, theirs in (("vendor_resolved_at", "resolved_at"), ("vendor_decided_at", "closed_at")):
        if theirs in columns:
            columns[ours] = columns[theirs]
    meant = Mapping(
        table="cases",
        columns=columns,
        kind="incident",
        statuses=STATES | _CODES,
        priorities=PRIORITIES,
        records=["resolved"],
    )
    return (Part(meant),)


def _convention(shape: Shape, rows: list[Row]) -> str | None:
    """UTC when every coded field is a bare number, as only the raw export writes them."""
    coded = [first_of(shape.columns, name) for name in ("priority", "incident_state", "state")]
    values = [row.get(name) for row in rows for name in coded if name is not None]
    filled = [value for value in values if value]
    return "UTC" if filled and all(value.isdigit() for value in filled) else None


SOURCE = Source(
    "servicenow_incidents", "ServiceNow incident table", _recognise, _parts, _convention
)
