"""PagerDuty Analytics, raw incidents as JSON or CSV: one record per incident with its durations.

Times have no offset; the JSON envelope names their zone. The seconds are believed before the
dates: PagerDuty's own example resolves an incident the day before it was created.
`seconds_to_first_ack` is null for an incident that nobody acknowledged.
"""

from loaders.flatten import fields
from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.pagerduty_incidents import PRIORITIES, STATES, more

_NEEDED = {"seconds_to_first_ack", "seconds_to_resolve", "created_at"}
_TEXTS = ("id", "description", "created_at", "updated_at", "resolved_at", "status", "urgency",
          "priority_name", "service_name", "team_name", "escalation_policy_name",
          "incident_type_name", "seconds_to_first_ack", "seconds_to_resolve")  # fmt: skip
MAPPING = Mapping(
    table="cases",
    columns={
        "case_id": "id",
        "created_at": "created_at",
        "resolved_at": "ended_at",
        "updated_at": "updated_at",
        "status": "status",
        "priority": "priority",
        "subject": "description",
        "category": "incident_type_name",
        "system": "service_name",
        "team": "team",
        "vendor_resolved_at": "ended_at",
    },
    seconds_after={
        "acknowledged_at": "seconds_to_first_ack",
        "resolved_at": "seconds_to_end",
        "vendor_resolved_at": "seconds_to_end",
    },
    kind="incident",
    statuses=STATES,
    priorities=PRIORITIES,
    records=["acknowledged", "resolved"],
)


def _rows(shape: Shape) -> str:
    """The same columns from JSON and from CSV, where a person chose which to write."""
    if shape.form == "records":
        told = fields({name: name for name in _TEXTS})
    else:
        texts = (identifier(one) if one in shape.columns else "cast(null as varchar)"
                 for one in _TEXTS)  # fmt: skip
        listed = ", ".join(f"{text} as {name}" for text, name in zip(texts, _TEXTS, strict=True))
        told = f"select {listed}, row_number, line from file_rows"
    return f"""
        select *, coalesce(priority_name, urgency) as priority,
            coalesce(team_name, escalation_policy_name) as team,
            case when status = 'resolved' or status is null then resolved_at end as ended_at,
            case when status = 'resolved' or status is null then seconds_to_resolve end
                as seconds_to_end
        from ({told})
    """


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if not set(shape.columns) >= _NEEDED:
        return None
    return Recognition(1.0, f"it has {', '.join(sorted(_NEEDED))}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (Part(MAPPING, _rows(shape), cautions=more(shape, "incidents")),)


def _convention(shape: Shape, rows: list[Row]) -> str | None:
    zone = shape.envelope.get("time_zone")
    return zone if isinstance(zone, str) else None


SOURCE = Source(
    "pagerduty_analytics",
    "PagerDuty Analytics, raw incidents",
    _recognise,
    _parts,
    _convention,
    family="pagerduty",
)
