"""Any table of cases in CSV, one row per case: by a mapping file, or by well-known headers."""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by

WORDS = {
    "case_id": ("case_id", "case", "ticket_id", "ticket", "incident_id", "issue_id", "id", "key"),
    "created_at": ("created_at", "created", "opened_at", "opened", "created_date"),
    "acknowledged_at": ("acknowledged_at", "acknowledged"),
    "first_replied_at": ("first_replied_at", "first_responded_at", "first_reply_at"),
    "mitigated_at": ("mitigated_at", "mitigated"),
    "resolved_at": ("resolved_at", "resolved", "solved_at", "finished_date"),
    "closed_at": ("closed_at", "closed"),
    "updated_at": ("updated_at", "updated"),
    "status": ("status", "state"),
    "severity": ("severity",),
    "priority": ("priority",),
    "kind": ("kind",),
    "team": ("team", "group"),
    "owner": ("owner", "assignee"),
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
}  # fmt: skip


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, WORDS)
    if not {"case_id", "created_at"} <= set(found):
        return None
    if not {"resolved_at", "closed_at", "status"} & set(found):
        return None
    seen = ", ".join(f"{word} ({found[word]})" for word in ("case_id", "created_at"))
    return Recognition(0.5, f"the header has the columns of a table of cases: {seen}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = columns_by(shape.columns, WORDS)
    columns: dict[str, str | list[str]] = dict(found)
    evidence = {"acknowledged_at": "acknowledged", "first_replied_at": "replied"}
    evidence["mitigated_at"] = "mitigated"
    records = [what for column, what in evidence.items() if column in found]
    meant = Mapping.model_validate(
        {
            "table": "cases",
            "columns": columns,
            "statuses": {"in progress": "open", "on hold": "hold", "solved": "resolved"},
            "priorities": {f"P{number}": f"S{number}" for number in range(1, 6)},
            "records": [*records, "resolved"],
        }
    )
    return (Part(meant),)


SOURCE = Source("generic_cases", "Generic table of cases", _recognise, _parts)
