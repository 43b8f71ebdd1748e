"""Comments of Zendesk tickets as a warehouse copies them: one row per comment.

A row names its writer by number only, so it cannot say whether an agent or the customer wrote:
it is shown in the history of the case and counts as nobody's reply.
"""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.zendesk_tickets import FAMILY, utc

_NEEDED = ("id", "ticket_id", "created", "public", "user_id", "body")


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "table" or not set(_NEEDED) <= set(shape.columns):
        return None
    return Recognition(1.0, f"the header has {', '.join(_NEEDED)}: comments of Zendesk tickets")


def _parts(shape: Shape) -> tuple[Part, ...]:
    meant = Mapping.model_validate(
        {
            "table": "events",
            "columns": {
                "case_id": "ticket_id",
                "event_at": "created",
                "activity": "activity",
                "actor": "user_id",
            },
        }
    )
    rows = (
        "select *, case when lower(public) = 'true' then 'Comment' else 'Internal note' end"
        " as activity from file_rows"
    )
    return (Part(meant, rows, ("case_events",)),)


SOURCE = Source(
    "zendesk_comments", "Zendesk ticket comments", _recognise, _parts, utc, family=FAMILY
)
