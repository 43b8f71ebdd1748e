"""The breakdowns a metric may offer, declared once; it knows no table and no query."""

from collections.abc import Container, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """One breakdown: its column name, its title on screen and what it means."""

    name: str
    title: str
    meaning: str


_ALL = (
    Dimension("tier", "Tier", "The client's contract class; the list and its order are policy."),
    Dimension("severity", "Severity", "S1 (worst) to S5 after mapping the source's own scale."),
    Dimension("team", "Team", "The team that holds the case."),
    Dimension("kind", "Kind", "ticket, incident or blocker."),
    Dimension("category", "Category", "What the case is about, in the source's own words."),
    Dimension("system", "System", "The service or component concerned."),
    Dimension(
        "stage",
        "Stage",
        "Of an implementation: initiation, integration, testing, go_live or live; as last seen.",
    ),
    Dimension(
        "dependency", "Dependency", "Whether an internal or an external party holds the case up."
    ),
    Dimension("cluster", "Cluster", "Cases whose subjects read alike, by the first such subject."),
    Dimension("source", "Source", "The system the export came from."),
    Dimension("account", "Account", "The client by name; where two have it, with the id."),
    Dimension("region", "Region", "The client's region."),
    Dimension(
        "status", "Status", "new, open, pending or hold; a source's own word where none fits."
    ),
    Dimension("level", "Level", "The escalation level: L1 and up; No level where none is named."),
    Dimension("from_team", "From team", "The team that had the case before."),
    Dimension(
        "promise",
        "Promise",
        "acknowledge, first_response, next_response, update, mitigate or resolve.",
    ),
    Dimension(
        "depth", "Depth", "severe: policy's share of the service or more was gone; else degraded."
    ),
    Dimension("evidence", "Evidence", "From what to what it was measured."),
    Dimension("objective", "Objective", "The share of promises to be met, by policy."),
    Dimension("policy_version", "Policy version", "The version in force when the clock started."),
    Dimension("calendar", "Calendar", "The working hours in which the promise is measured."),
    Dimension(
        "weekday", "Weekday", "Of the creation, in the reporting zone; weeks begin on Monday."
    ),
    Dimension("hour", "Hour", "Of the creation, in the reporting zone; 09 is 09:00 to 09:59."),
    Dimension("age_band", "Age", "Days a case has been open, solved time left out."),
    Dimension("latency_band", "Silent for", "Days since anybody but a bot did anything on a case."),
    Dimension("move", "Move", "opened (or reopened), or ended (resolved, merged or cancelled)."),
    Dimension(
        "disorder",
        "Disorder",
        "What cannot be: event before creation, time in the future, acknowledged after resolve, "
        "reopened while open, resolved after closed, end before start, out of sequence.",
    ),
    Dimension(
        "resolve_verdict",
        "Resolve promise",
        "met, breached or undecided when the answer came; No case where none is loaded.",
    ),
)
DIMENSIONS: dict[str, Dimension] = {dimension.name: dimension for dimension in _ALL}


def unmet(where: Iterable[tuple[str, object]], known: Container[str]) -> list[str]:
    """Titles of the filters that do not narrow a figure, for it has no such breakdown."""
    return [DIMENSIONS[name].title for name, _ in where if name not in known]
