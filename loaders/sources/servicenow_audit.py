"""ServiceNow's sys_audit: one row per field of a record that somebody changed.

It names the record by its sys_id; the incident table, which lands under the same name, says
which number that is and when it was created.
"""

from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.servicenow_fields import FAMILY, flat, raw_text, waiting
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by
from loaders.sources.servicenow_event_log import PRIORITIES
from loaders.sources.servicenow_incidents import STATUSES

_WORDS = {
    "key": ("documentkey", "document key"),
    "field": ("fieldname", "field name"),
    "old": ("oldvalue", "old value"),
    "new": ("newvalue", "new value"),
    "changed": ("sys_created_on", "created"),
    "actor": ("user", "sys_created_by", "created by"),
    "seq": ("record_checkpoint", "update count", "record checkpoint"),
}
_FIELDS = {
    "status": ("incident_state", "state"),
    "severity": ("priority",),
    "team": ("assignment_group",),
    "owner": ("assigned_to",),
}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, _WORDS)
    if not {"key", "field", "old", "new", "changed"} <= set(found):
        return None
    return Recognition(1.0, "the columns of sys_audit: key, field, old and new value")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = columns_by(shape.columns, _WORDS)
    columns = {"case_id": "key", "event_at": "changed", "activity": "field"}
    columns |= {name: name for name in ("actor", "seq") if name in found}
    columns |= {ours: f"new_{ours}" for ours in _FIELDS}
    columns |= {f"{ours}_before": f"old_{ours}" for ours in _FIELDS}
    meant = Mapping.model_validate(
        {
            "table": "events",
            "columns": columns,
            "kind": "incident",
            "statuses": STATUSES,
            "priorities": PRIORITIES,
            "changes_only": True,
            "bots": ["system"],
            "records": ["resolved"],
        }
    )
    return (Part(meant, _rows(shape, found), ("case_events",)),)


def _rows(shape: Shape, found: dict[str, str]) -> str:
    """Why a case is on hold stands in a row of its own, of the same moment as its state."""
    columns = ", ".join(f"{identifier(theirs)} as {ours}" for ours, theirs in found.items())
    values = ", ".join(
        f'case when field in {_listed(names)} then "{when}" end as {when}_{ours}'
        for ours, names in _FIELDS.items()
        for when in ("old", "new")
        if ours != "status"
    )
    states = ", ".join(f"{_state(when)} as {when}_status" for when in ("old", "new"))
    return f"""
    with audits as (
        select {columns}, row_number, line from ({flat(shape, found.values())})
    )
    select * exclude (old_reason, new_reason, has_state), {values}, {states}
    from (
        select *, max(case when field = 'hold_reason' then old end) over moment as old_reason,
            max(case when field = 'hold_reason' then new end) over moment as new_reason,
            bool_or(field in {_listed(_FIELDS["status"])}) over moment as has_state
        from audits window moment as (partition by key, changed)
    )"""


def _state(when: str) -> str:
    """The state, or another reason to stay on hold where the moment brought no other state."""
    reason = f"{when}_reason"
    return f"""case
        when field in {_listed(_FIELDS["status"])} then {waiting(when, reason)}
        when field = 'hold_reason' and not has_state and new is not null
            then {waiting("'On Hold'", reason)}
    end"""


def _listed(names: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{name}'" for name in names) + ")"


def _convention(shape: Shape, rows: list[Row]) -> str | None:
    """UTC where states and priorities are written as their codes, as the raw export does."""
    found = columns_by(shape.columns, _WORDS)
    coded = ("priority", "incident_state", "state")
    values = [raw_text(row.get(found["new"])) for row in rows if row.get(found["field"]) in coded]
    filled = [value for value in values if value]
    return "UTC" if filled and all(value.lstrip("-").isdigit() for value in filled) else None


SOURCE = Source(
    "servicenow_audit", "ServiceNow sys_audit", _recognise, _parts, _convention, family=FAMILY
)
