"""Zendesk's CSV export of tickets: the columns of an account or of a view.

Its dates are written in the zone of the account or of the agent who exported it, and the file
does not say which, so the loader asks. A view holds only the columns that were chosen for it.
"""

from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by
from loaders.sources.zendesk_tickets import FAMILY, PRIORITIES, STATUSES

_WORDS = {
    "case_id": ("Id", "Ticket ID", "ID"),
    "created_at": ("Created at", "Requested", "Created"),
    "updated_at": ("Updated at", "Updated"),
    "resolved_at": ("Solved at", "Solved"),
    "status": ("Status", "Ticket status"),
    "priority": ("Priority",),
    "category": ("Ticket type", "Type"),
    "team": ("Group",),
    "owner": ("Assignee",),
    "account_id": ("Organization", "Requester organization", "Organisation"),
    "subject": ("Subject", "Summation column"),
    "vendor_reopen_count": ("Reopens",),
}
_UNSOLVED = (
    "select 'This view has no column Solved at: the last update stands in for the solve. Add the"
    " column to the view, or export the whole account.'"
)
_REPLY = ("First reply time in minutes",)
_SIGNS = (
    "First reply time in minutes",
    "Group stations",
    "Assignee stations",
    "Satisfaction Score",
    "Summation column",
    "Ticket type",
    "Requester wait time in minutes",
)


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, _WORDS)
    if shape.form != "table" or not {"case_id", "created_at", "status"} <= set(found):
        return None
    signs = [one for one in _SIGNS if columns_by(shape.columns, {"sign": (one,)})]
    if not signs or "created_at" in shape.columns:
        return None
    sure = 1.0 if len(signs) > 1 else 0.8
    return Recognition(sure, f"the header has Zendesk's columns {', '.join(signs[:3])}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = columns_by(shape.columns, _WORDS | {"reply": _REPLY})
    reply = found.pop("reply", None)
    columns: dict[str, str] = dict(found)
    if "resolved_at" in columns:
        columns["vendor_resolved_at"] = columns["resolved_at"]
    meant = Mapping.model_validate(
        {
            "table": "cases",
            "columns": columns,
            "statuses": STATUSES,
            "priorities": PRIORITIES,
            "seconds_after": {"first_replied_at": "reply_seconds"} if reply else {},
            "null_values": ["-"],
            "records": ["replied", "resolved"] if reply else ["resolved"],
        }
    )
    cautions = () if "resolved_at" in columns else (_UNSOLVED,)
    if reply is None:
        return (Part(meant, cautions=cautions),)
    return (Part(meant, _with_seconds(reply), cautions=cautions),)


def _with_seconds(reply: str) -> str:
    minutes = f"try_cast({identifier(reply)} as double)"
    return (
        f"select *, cast(cast({minutes} * 60 as bigint) as varchar) as reply_seconds from file_rows"
    )


SOURCE = Source("zendesk_csv", "Zendesk CSV export", _recognise, _parts, family=FAMILY)
