"""What a Zendesk account calls things: statuses, priorities, and numbers for everybody."""

from loaders.formats import life
from loaders.sample_cases import Case, Event

URL = "https://sample.zendesk.com/api/v2"
SYSTEM = -1  # triggers and automations
STATUSES = {
    "New": "new", "Open": "open", "Waiting on customer": "pending", "Resolved": "solved",
    "Closed": "closed", "Merged": "closed", "Cancelled": "closed",
}  # fmt: skip
PRIORITIES = {"S1": "urgent", "S2": "high", "S3": "normal", "S4": "low"}
TYPES = {"ticket": "question", "incident": "incident", "blocker": "task"}


def organization(account_id: str) -> str:
    """The number of an organisation, as text."""
    return str(life.code(f"organization {account_id}"))


def requester(case: Case) -> int:
    """The number of the client's user who wrote."""
    return life.code(f"requester {life.account(case)}")


def staff(name: str) -> int | None:
    """The number of an agent; none for nobody."""
    return life.code(f"agent {name}") if name else None


def group(team: str) -> int:
    """The number of a group."""
    return life.code(f"group {team}")


def author(case: Case, event: Event) -> int:
    """Who did it."""
    if event.role == "bot":
        return SYSTEM
    return requester(case) if event.role == "customer" else staff(event.actor) or SYSTEM
