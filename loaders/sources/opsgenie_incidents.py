"""Opsgenie incidents: one record per incident, as last seen.

The list has no resolve time and no acknowledgement: the last update of a resolved incident
stands in for its end, which is pointed out.
"""

from loaders.flatten import fields
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.opsgenie_alerts import PRIORITIES, more

STATES = {"open": "open", "resolved": "resolved", "closed": "closed"}
_NEEDED = {"tinyId", "createdAt", "status", "ownerTeam"}
_PATHS = {
    "id": "id",
    "message": "message",
    "createdAt": "createdAt",
    "updatedAt": "updatedAt",
    "status": "status",
    "priority": "priority",
    "owner": "owner",
    "team": "ownerTeam",
    "service": "impactedServices[0]",
}
MAPPING = Mapping(
    table="cases",
    columns={
        "case_id": "id",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
        "status": "status",
        "priority": "priority",
        "subject": "message",
        "system": "service",
        "team": "team",
        "owner": "owner",
    },
    kind="incident",
    statuses=STATES,
    priorities=PRIORITIES,
    records=["resolved"],
)
_ENDS = """
    select 'Opsgenie says of ' || count(*) || ' ended incidents no time of their end: the last '
        || 'update stands in for it.'
    from file_rows where json_extract_string(record, '$.status') in ('resolved', 'closed')
    having count(*) > 0
"""


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not set(shape.columns) >= _NEEDED:
        return None
    if "acknowledged" in shape.columns:
        return None
    return Recognition(1.0, f"the records have {', '.join(sorted(_NEEDED))}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (Part(MAPPING, fields(_PATHS), cautions=(*more(shape, "incidents"), _ENDS)),)


SOURCE = Source("opsgenie_incidents", "Opsgenie incidents", _recognise, _parts)
