"""The history of Zendesk tickets as a warehouse copies it: one row per field that was set.

Read with the tickets, which say when each was created: a history may begin after that.
"""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.zendesk_tickets import FAMILY, PRIORITIES, STATUSES, utc

_NEEDED = ("ticket_id", "field_name", "updated", "value")
_FIELDS = {
    "status": "status",
    "priority": "priority",
    "team": "group_id",
    "owner": "assignee_id",
}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "table" or not set(_NEEDED) <= set(shape.columns):
        return None
    return Recognition(1.0, f"the header has {', '.join(_NEEDED)}: one row per changed field")


def _parts(shape: Shape) -> tuple[Part, ...]:
    columns = {"case_id": "ticket_id", "event_at": "updated", "activity": "field_name"}
    if "user_id" in shape.columns:
        columns["actor"] = "user_id"
    meant = Mapping.model_validate(
        {
            "table": "events",
            "columns": columns | {ours: f"new_{ours}" for ours in _FIELDS},
            "statuses": STATUSES,
            "priorities": PRIORITIES,
            "changes_only": True,
            "records": ["resolved"],
        }
    )
    values = ", ".join(
        f"case when field_name = '{theirs}' then value end as new_{ours}"
        for ours, theirs in _FIELDS.items()
    )
    return (Part(meant, f"select *, {values} from file_rows", ("case_events",)),)


SOURCE = Source(
    "zendesk_field_history", "Zendesk field history", _recognise, _parts, utc, family=FAMILY
)
