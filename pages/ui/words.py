"""How promises, states, events and reasons are called on screen. Names only."""

PROMISES = {
    "acknowledge": "Acknowledge",
    "first_response": "First response",
    "next_response": "Next response",
    "update": "Update",
    "mitigate": "Mitigate",
    "resolve": "Resolve",
}
EVENTS = {
    "created": "created",
    "acknowledged": "acknowledged",
    "replied": "replied",
    "customer_replied": "customer answered",
    "updated": "updated",
    "assigned": "assigned",
    "team_assigned": "to team",
    "status_changed": "status",
    "priority_changed": "severity",
    "escalated": "escalated",
    "mitigated": "mitigated",
    "resolved": "resolved",
    "reopened": "reopened",
    "closed": "closed",
    "cancelled": "cancelled",
    "merged": "merged",
    "commented": "commented",
    "postmortem_published": "post-mortem published",
}
STATUSES = {
    "new": "new",
    "open": "working",
    "pending": "waiting on customer",
    "hold": "on hold",
    "resolved": "resolved",
    "closed": "closed",
    "cancelled": "cancelled",
    "merged": "merged",
}
SOURCES = {
    "servicenow": "ServiceNow",
    "servicenow_event_log": "ServiceNow event log",
    "servicenow_incidents": "ServiceNow incidents",
    "generic_events": "Event log",
    "generic_cases": "Case list",
}


def promise(name: str) -> str:
    """`First response` for first_response; an unknown kind reads as it is."""
    return PROMISES.get(name, name.replace("_", " ").capitalize())


def source(name: str) -> str:
    """The source as its vendor writes it."""
    return SOURCES.get(name, name.replace("_", " "))


def status(name: str) -> str:
    """A canonical status in plain words; unknown ones as the export says."""
    return STATUSES.get(name, name)
