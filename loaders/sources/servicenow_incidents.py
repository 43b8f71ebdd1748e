"""ServiceNow incident table: one row per incident, from the Table API or a list export.

A raw export (priority "3") is UTC by the API's convention; a display export (priority
"3 - Moderate", labels such as "Assignment group" for headers) is in the zone of whoever
exported it, so the loader asks. The API's JSON may give both for each field.
"""

from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.servicenow_fields import FAMILY, flat, raw_text, waiting
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by, first_of
from loaders.sources.servicenow_event_log import PRIORITIES, STATES

_WORDS = {
    "case_id": ("number", "sys_id"),
    "alias_id": ("sys_id",),
    "created_at": ("opened_at", "opened", "sys_created_on", "created"),
    "updated_at": ("sys_updated_on", "updated"),
    "resolved_at": ("resolved_at", "resolved"),
    "closed_at": ("closed_at", "closed"),
    "status": ("incident_state", "state"),
    "priority": ("priority",),
    "team": ("assignment_group", "assignment_group_value"),
    "owner": ("assigned_to", "assigned_to_value"),
    "account_id": ("company", "account", "caller_id", "caller", "caller_id_value"),
    "subject": ("short_description",),
    "category": ("category",),
    "system": ("cmdb_ci", "configuration_item", "business_service", "subcategory"),
    "parent_id": ("parent_incident", "parent", "parent_incident_value", "problem_id"),
    "seq": ("sys_mod_count", "updates"),
    "hold_reason": ("hold_reason", "on_hold_reason"),
    "vendor_met": ("made_sla",),
    "vendor_reopen_count": ("reopen_count",),
}
# As people see it, where both are there: a sys_id says nothing to them.
_SHOWN = ("team", "owner", "account_id", "system", "category")
_SIGNS = ("sys_updated_on", "sys_id", "short_description", "assignment_group", "caller")
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
STATUSES = STATES | _CODES


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, _WORDS)
    if "sys_updated_at" in shape.columns or not {"case_id", "created_at", "status"} <= set(found):
        return None
    if first_of(shape.columns, *_SIGNS) is None:
        return None
    seen = [found[word] for word in ("case_id", "created_at", "status")]
    return Recognition(0.9, f"the header has {', '.join(seen)} and fields of a ServiceNow incident")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = columns_by(shape.columns, _WORDS)
    reason = found.pop("hold_reason", None)
    columns: dict[str, str | list[str]] = dict(found)
    for ours, theirs in (("vendor_resolved_at", "resolved_at"), ("vendor_decided_at", "closed_at")):
        if theirs in columns:
            columns[ours] = columns[theirs]
    meant = Mapping(
        table="cases",
        columns=columns,
        kind="incident",
        statuses=STATUSES,
        priorities=PRIORITIES,
        records=["resolved"],
    )
    shown = [theirs for ours, theirs in found.items() if ours in _SHOWN]
    if reason is None:
        return (Part(meant, flat(shape, found.values(), shown)),)
    rows = flat(shape, [*found.values(), reason], shown)
    state, why = identifier(found["status"]), identifier(reason)
    said = f"{waiting(state, why)} as {state}"
    return (Part(meant, f"select * replace ({said}) from ({rows})"),)


def _convention(shape: Shape, rows: list[Row]) -> str | None:
    """UTC when every coded field is a bare number, as only the raw export writes them."""
    coded = [first_of(shape.columns, name) for name in ("priority", "incident_state", "state")]
    values = [raw_text(row.get(name)) for row in rows for name in coded if name is not None]
    filled = [value for value in values if value]
    return "UTC" if filled and all(value.isdigit() for value in filled) else None


SOURCE = Source(FAMILY, "ServiceNow incident table", _recognise, _parts, _convention, family=FAMILY)
