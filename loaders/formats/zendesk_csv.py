"""Zendesk's CSV of a whole account: one line per ticket, minutes, wall clock without a zone."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.formats.zendesk_metrics import metric, waited
from loaders.formats.zendesk_words import PRIORITIES, STATUSES, TYPES, requester
from loaders.sample_cases import Case, Event

ZONE = "America/Chicago"  # of the account


def stamp(second: int | None) -> str:
    """'2026-11-15 17:58' by the account's wall clock."""
    if second is None:
        return ""
    return life.at(second).astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M")


def line(case: Case) -> dict[str, str]:
    """Header -> cell of one ticket."""
    end, own = life.last(case), metric(case)
    return {
        "Summation column": "1", "Id": str(life.number(case)),
        "Requester": f"Client {life.account(case)}", "Requester id": str(requester(case)),
        "Requester external id": "-", "Requester email": "client@example.com",
        "Requester domain": "example.com", "Submitter": f"Client {life.account(case)}",
        "Assignee": end.owner or "-", "Group": end.team, "Subject": case.subject,
        "Tags": case.line.category.casefold().replace(" ", "_"),
        "Status": STATUSES[end.status].capitalize(),
        "Priority": PRIORITIES[end.severity].capitalize(), "Via": "Mail",
        "Ticket type": TYPES[case.kind].capitalize(), "Created at": stamp(case.created_at),
        "Updated at": stamp(life.updated(case)), "Assigned at": _at(life.first(case, "Assigned")),
        "Organization": life.account(case), "Due at": "",
        "Initially assigned at": _at(life.first(case, "Assigned")),
        "Solved at": _at(life.resolved(case)), "Resolution time": _hours(case),
        "Satisfaction Score": "Not Offered", "Group stations": str(own["group_stations"]),
        "Assignee stations": str(own["assignee_stations"]), "Reopens": str(own["reopens"]),
        "Replies": str(own["replies"]), **_minutes(own),
        "Agent wait time in minutes": str(waited(case) // 60),
        "On hold time in minutes": "0",
    }  # fmt: skip


def _at(event: Event | None) -> str:
    return stamp(event.at if event else None)


def _hours(case: Case) -> str:
    done = life.resolved(case)
    return str((done.at - case.created_at) // 3600) if done else ""


def _minutes(own: dict[str, dict[str, int | None]]) -> dict[str, str]:
    """Each duration twice: by the calendar and within business hours."""
    names = {
        "First reply time in minutes": "reply_time_in_minutes",
        "First resolution time in minutes": "first_resolution_time_in_minutes",
        "Full resolution time in minutes": "full_resolution_time_in_minutes",
        "Requester wait time in minutes": "requester_wait_time_in_minutes",
    }
    cells = {}
    for header, name in names.items():
        for ending, kind in (("", "calendar"), (" within business hours", "business")):
            value = own[name][kind]
            cells[header + ending] = "" if value is None else str(value)
    return cells


def files(cases: Sequence[Case]) -> Files:
    """One file, oldest ticket first."""
    return {"zendesk_tickets.csv": life.table_bytes([line(case) for case in cases])}


FORMATS = (
    Format("zendesk_csv", "Zendesk CSV export of the account",
           Carries(creation="minute", replies="the first, in minutes", categories="type only",
                   zone="asked for"), files,
           lambda case: str(life.number(case)), zone=ZONE),
)  # fmt: skip
