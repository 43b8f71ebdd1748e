"""Any event log in CSV, one row per event: by a mapping file, or by well-known headers."""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by
from metrics.warehouse.contract import EVENT_TYPES

WORDS = {
    "case_id": ("case_id", "case", "caseid", "ticket_id", "ticket", "incident_id", "issue_id"),
    "event_at": ("event_at", "happened_at", "occurred_at", "timestamp", "time:timestamp"),
    "activity": ("activity", "event", "event_type", "action", "concept:name"),
    "status": ("status", "state"),
    "severity": ("severity",),
    "priority": ("priority",),
    "kind": ("kind",),
    "team": ("team", "group", "assignment_group"),
    "owner": ("owner", "assignee", "assigned_to"),
    "actor": ("actor", "user", "agent", "org:resource"),
    "account_id": (
        "account_id", "account", "customer_id", "customer", "client_id", "client", "company",
        "organization", "organisation", "account name", "customer name", "company name",
    ),
    "subject": ("subject", "title", "summary"),
    "category": ("category",),
    "system": ("system", "service", "product"),
    "tier": ("tier",),
    "region": ("region",),
    "is_drill": ("is_drill",),
    "is_agent_created": ("is_agent_created",),
    "parent_id": ("parent_id",),
    "seq": ("seq", "sequence"),
    "level": ("level",),
    "created_at": ("created_at",),
}  # fmt: skip


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, WORDS)
    if not {"case_id", "event_at", "activity"} <= set(found):
        return None
    seen = ", ".join(f"{word} ({found[word]})" for word in ("case_id", "event_at", "activity"))
    return Recognition(0.6, f"the header has the columns of an event log: {seen}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    columns: dict[str, str | list[str]] = dict(columns_by(shape.columns, WORDS))
    meant = Mapping(
        table="events",
        columns=columns,
        activities={one: one for one in EVENT_TYPES if one != "status_changed"}
        | {
            "ack": "acknowledged",
            "opened": "created",
            "reply": "replied",
            "solved": "resolved",
            "comment": "commented",
        },
        statuses={"in progress": "open", "on hold": "hold", "solved": "resolved"},
        priorities={f"P{number}": f"S{number}" for number in range(1, 6)},
        records=["acknowledged", "replied", "resolved"],
    )
    return (Part(meant),)


SOURCE = Source("generic_events", "Generic event log", _recognise, _parts)
