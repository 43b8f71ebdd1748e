"""Zendesk ticket metrics: one record per ticket with when it was solved and first answered.

They complete the tickets that land under the same name. The first reply is given in whole
minutes since creation, so it is right to the minute; what is known of reopens is their number.
"""

from loaders.flatten import fields
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.zendesk_tickets import FAMILY, utc

_NEEDED = ("ticket_id", "created_at", "solved_at", "reopens", "assignee_stations")
_REPLY = "reply_time_in_minutes"


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if not set(_NEEDED) <= set(shape.columns) or "metric" in shape.columns:
        return None
    return Recognition(1.0, f"each record has {', '.join(_NEEDED)}: Zendesk's ticket metrics")


def _parts(shape: Shape) -> tuple[Part, ...]:
    columns = {
        "case_id": "ticket_id",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "resolved_at": "solved_at",
        "vendor_resolved_at": "solved_at",
        "vendor_reopen_count": "reopens",
    }
    plain = {name: f"$.{name}" for name in dict.fromkeys(columns.values())}
    flat = fields(plain | {"reply_minutes": f"$.{_REPLY}.calendar"})
    seconds = "cast(try_cast(reply_minutes as bigint) * 60 as varchar)"
    rows = f"select *, {seconds} as reply_seconds from ({flat})"
    meant = Mapping.model_validate(
        {
            "table": "cases",
            "columns": columns,
            "seconds_after": {"first_replied_at": "reply_seconds"},
            "records": ["replied", "resolved"],
        }
    )
    return (Part(meant, rows),)


SOURCE = Source("zendesk_metrics", "Zendesk ticket metrics", _recognise, _parts, utc, family=FAMILY)
