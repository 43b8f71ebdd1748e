"""How states, events, promises and sources are called on screen. Names only."""

from metrics.names import PROMISES as PROMISES
from metrics.names import promise as promise
from metrics.names import source as source

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
    "tier_changed": "tier",
    "region_changed": "region",
    "escalated": "escalated",
    "workaround_applied": "workaround applied",
    "workaround_expired": "workaround expired",
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
STAGES = {
    "initiation": "Initiation",
    "integration": "Integration",
    "testing": "Testing",
    "go_live": "Go-live",
    "live": "Live",
}


def stage(name: str) -> str:
    """`Go-live` for go_live; a stage of another name reads as it is."""
    return STAGES.get(name, name)


def scope(name: str) -> str:
    """`of the account` for account: whose target it is."""
    return "of any tier" if name == "any tier" else f"of the {name}"


def status(name: str) -> str:
    """A canonical status in plain words; unknown ones as the export says."""
    return STATUSES.get(name, name)
