"""HP Service Manager incident activities: one row per activity of an incident.

Several activities share one second; the activity number orders them. An assignment is the
acknowledgement. The file has no zone, so the loader asks.
"""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by

ACTIVITIES = {
    "Open": "created",
    "Assignment": "acknowledged",
    "Reopen": "reopened",
    "Closed": "closed",
}
_WORDS = {
    "case_id": ("Incident ID",),
    "event_at": ("DateStamp",),
    "activity": ("IncidentActivity_Type",),
    "seq": ("IncidentActivity_Number",),
    "team": ("Assignment Group",),
    "subject": ("KM number",),
    "parent_id": ("Interaction ID",),
}
_NEEDED = {"case_id", "event_at", "activity"}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, _WORDS)
    if not set(found) >= _NEEDED:
        return None
    named = ", ".join(found[word] for word in _WORDS if word in _NEEDED)
    return Recognition(1.0, f"the header has {named}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    mapping = Mapping(
        table="events",
        columns=dict(columns_by(shape.columns, _WORDS)),
        kind="incident",
        activities=ACTIVITIES,
        records=["acknowledged", "resolved"],
    )
    return (Part(mapping),)


SOURCE = Source(
    "hp_incident_activities", "HP Service Manager incident activities", _recognise, _parts
)
