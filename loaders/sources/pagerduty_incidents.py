"""PagerDuty incidents as the REST API gives them: one record per incident, as last seen.

PagerDuty empties `acknowledgements` and `assignments` once an incident is resolved, so this
file knows the acknowledgement of open incidents only; the log entries and Analytics know it for
good. Who resolved it stands in for the owner then, and urgency for a priority that is missing.
"""

from loaders.flatten import fields
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source

STATES = {"triggered": "new", "acknowledged": "open", "merge_resolve_reason": "merged"}
PRIORITIES = {
    **{f"P{number}": f"S{number}" for number in range(1, 6)},
    **{f"SEV-{number}": f"S{number}" for number in range(1, 6)},
    **{f"SEV{number}": f"S{number}" for number in range(1, 6)},
    "high": "S2",  # the two urgencies
    "low": "S4",
}
_NEEDED = {"incident_number", "escalation_policy", "status", "created_at"}
_PATHS = {
    "id": "id",
    "number": "incident_number",
    "title": "title",
    "summary": "summary",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "status": "status",
    "changed_at": "last_status_change_at",
    "resolved_at": "resolved_at",
    "service": "service.summary",
    "team": "teams[0].summary",
    "policy": "escalation_policy.summary",
    "assignee": "assignments[0].assignee.summary",
    "changer": "last_status_change_by.summary",
    "changer_type": "last_status_change_by.type",
    "acknowledger": "acknowledgements[0].acknowledger.summary",
    "acknowledged_at": "acknowledgements[0].at",
    "category": "incident_type.name",
    "priority": "priority.summary",
    "urgency": "urgency",
    "reason": "resolve_reason.type",
    "merged_into": "resolve_reason.incident.id",
}
_ROWS = f"""
    select id, coalesce(title, summary) as title, created_at, updated_at, service,
        coalesce(assignee, case when status = 'resolved' and changer_type like 'user%'
            then changer end) as assignee,
        coalesce(team, policy) as team, category, coalesce(priority, urgency) as priority,
        acknowledger, merged_into,
        case when reason = 'merge_resolve_reason' then reason else status end as status,
        coalesce(acknowledged_at, case when status = 'acknowledged' then changed_at end)
            as acknowledged_at,
        case when status = 'resolved' and reason is distinct from 'merge_resolve_reason'
            then coalesce(resolved_at, changed_at) end as resolved_at,
        row_number, line
    from ({fields(_PATHS)})
"""
MAPPING = Mapping(
    table="cases",
    columns={
        "case_id": "id",
        "created_at": "created_at",
        "acknowledged_at": "acknowledged_at",
        "resolved_at": "resolved_at",
        "updated_at": "updated_at",
        "status": "status",
        "priority": "priority",
        "subject": "title",
        "category": "category",
        "system": "service",
        "team": "team",
        "owner": "assignee",
        "actor": "acknowledger",
        "parent_id": "merged_into",
    },
    kind="incident",
    statuses=STATES,
    priorities=PRIORITIES,
    records=["resolved"],
)
MORE = "select 'PagerDuty says that there are more {what} than this page of ' || count(*) || '.'"


def more(shape: Shape, what: str) -> tuple[str, ...]:
    """The caution that the API's page is not the last one."""
    return (f"{MORE.format(what=what)} from file_rows",) if shape.envelope.get("more") else ()


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not set(shape.columns) >= _NEEDED:
        return None
    return Recognition(1.0, f"the records have {', '.join(sorted(_NEEDED))}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (Part(MAPPING, _ROWS, cautions=more(shape, "incidents")),)


SOURCE = Source(
    "pagerduty_incidents", "PagerDuty incidents", _recognise, _parts, family="pagerduty"
)
