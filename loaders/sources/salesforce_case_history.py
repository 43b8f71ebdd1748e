"""Salesforce's CaseHistory, one row per changed field, and CaseHistory2, one per state.

A change of owner writes two rows, one with the name and one with the id: they are one change,
whose id says whether the owner is a person or a queue. Only fields that are tracked appear.
"""

from loaders.flatten import flat
from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by
from loaders.sources.salesforce_cases import FAMILY, PRIORITIES, STATUSES, short

_WORDS = {
    "key": ("CaseId", "Case ID"),
    "changed": ("CreatedDate", "Edit Date"),
    "field": ("Field", "Field / Event"),
    "old": ("OldValue", "Old Value"),
    "new": ("NewValue", "New Value"),
    "actor": ("CreatedBy.Name", "Edited By", "CreatedById"),
}
_STATES = {
    "key": ("CaseId",),
    "changed": ("LastModifiedDate", "SystemModstamp"),
    "status": ("Status",),
    "holder": ("OwnerId",),
    "previous": ("PreviousUpdate",),
    "actor": ("LastModifiedById",),
}
_OWNERS = "('owner', 'ownerassignment', 'owneraccepted', 'case owner')"
_ID = "'^(005|00G)[A-Za-z0-9]{12}([A-Z0-5]{3})?$'"
_WHEN = ("old", "new")
_BASE = {
    "table": "events",
    "statuses": STATUSES,
    "priorities": PRIORITIES,
    "bots": ["Automated Process", "System"],
    "activities": {"created": "created", "escalated": "escalated"},
    "records": ["resolved"],
}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    changes, states = (columns_by(shape.columns, one) for one in (_WORDS, _STATES))
    if {"key", "changed", "field", "old", "new"} <= set(changes):
        return Recognition(1.0, "the columns of CaseHistory: case, field, old and new value")
    if {"key", "changed", "status", "previous"} <= set(states):
        return Recognition(1.0, "the columns of CaseHistory2: case, status and PreviousUpdate")
    return None


def _parts(shape: Shape) -> tuple[Part, ...]:
    is_states = "PreviousUpdate" in shape.columns
    return (_states(shape) if is_states else _changes(shape),)


def _changes(shape: Shape) -> Part:
    found = columns_by(shape.columns, _WORDS)
    columns = {"case_id": "key", "event_at": "changed", "activity": "activity"}
    columns |= {ours: f"new_{ours}" for ours in ("status", "severity", "team", "owner")}
    columns |= {f"{ours}_before": f"old_{ours}" for ours in ("status", "severity", "team", "owner")}
    if "actor" in found:
        columns["actor"] = "actor"
    meant = Mapping.model_validate(_BASE | {"columns": columns, "changes_only": True})
    return Part(meant, _change_rows(shape, found), ("case_events",))


def _change_rows(shape: Shape, found: dict[str, str]) -> str:
    named = ", ".join(f"{identifier(theirs)} as {ours}" for ours, theirs in found.items())
    ids = ", ".join(
        f"max(case when is_owner and is_id then {when} end) over moment as {when}_id"
        for when in _WHEN
    )
    values = ", ".join(
        f"""case when field = 'status' then {when} end as {when}_status,
        case when field = 'priority' then {when} end as {when}_severity,
        case when is_owner and {when}_id like '00G%' then {when} end as {when}_team,
        case when is_owner and coalesce({when}_id, '005') like '005%' then {when} end
            as {when}_owner"""
        for when in _WHEN
    )
    return f"""
    with history as (
        select {named}, row_number, line from ({flat(shape, found.values())})
    ), told as (
        select * replace ({short("key")} as key, lower(field) as field),
            lower(field) in {_OWNERS} as is_owner,
            regexp_matches(coalesce(new, old, ''), {_ID}) as is_id
        from history
    ), paired as (
        select *, {ids}, bool_or(is_owner and not is_id) over moment as has_name
        from told window moment as (partition by key, changed)
    )
    select key, changed, {"actor, " if "actor" in found else ""}{values}, case
            when field = 'ownerescalated' or (field = 'isescalated' and lower(new) = 'true')
                then 'escalated'
            else field
        end as activity, row_number, line
    from paired where not (is_owner and is_id and has_name)"""


def _states(shape: Shape) -> Part:
    found = columns_by(shape.columns, _STATES)
    columns = {"case_id": "key", "event_at": "changed", "activity": "activity", "status": "status"}
    columns |= {name: name for name in ("team", "owner") if "holder" in found}
    columns |= {"actor": "actor"} if "actor" in found else {}
    named = ", ".join(f"{identifier(theirs)} as {ours}" for ours, theirs in found.items())
    holders = """, case when holder like '00G%' then holder end as team,
        case when holder not like '00G%' then holder end as owner"""
    rows = f"""
    select * replace ({short("key")} as key){holders if "holder" in found else ""},
        case when previous is null then 'created' else 'Update' end as activity
    from (select {named}, row_number, line from ({flat(shape, found.values())}))"""
    return Part(Mapping.model_validate(_BASE | {"columns": columns}), rows, ("case_events",))


SOURCE = Source(
    "salesforce_case_history", "Salesforce case history", _recognise, _parts, family=FAMILY
)
