"""Public status pages, Statuspage's and Google Cloud's: incidents with updates, newest first.

The world outside sees when an incident was posted, what was said, and when it was over.
"""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.sample_cases import Case, Event

ZONE = "America/Chicago"  # of the page
RECENT = 50  # Statuspage lists no more
IMPACTS = {"S1": "critical", "S2": "major", "S3": "minor", "S4": "none"}
GOOGLE = {"S1": "high", "S2": "high", "S3": "medium", "S4": "low"}
Record = dict[str, Any]


def key(case: Case, place: int = 0) -> str:
    """Twelve small letters and digits."""
    letters, value, name = (
        "0123456789bcdfghjklmnpqrstvwxyz",
        life.code(f"{case.case_id} {place}"),
        "",
    )
    for _ in range(12):
        value, rest = divmod(value, len(letters))
        name += letters[rest]
    return name


def is_told(case: Case) -> bool:
    """Only what hurt a service, and no incident is opened again."""
    return case.kind == "incident" and not life.reopened(case)


def posted(case: Case) -> list[tuple[Event, str]]:
    """What was posted and the status it was posted with, oldest first."""
    said = [(case.events[0], "investigating")]
    for place, event in enumerate(life.replies(case)):
        said.append((event, "identified" if place == 0 else "monitoring"))
    done = life.resolved(case)
    return [*said, (done, "resolved")] if done else said


def statuspage(case: Case) -> Record:
    """One incident of incidents.json."""
    told, done = posted(case), life.resolved(case)
    watched = [event for event, status in told if status == "monitoring"]
    return {
        "id": key(case),
        "name": case.subject,
        "status": told[-1][1],
        "created_at": _ms(case.created_at),
        "updated_at": _ms(told[-1][0].at),
        "monitoring_at": _ms(watched[-1].at) if watched else None,
        "resolved_at": _ms(done.at) if done else None,
        "impact": IMPACTS[life.last(case).severity],
        "shortlink": f"https://stspg.io/{key(case)[:9]}",
        "started_at": _ms(case.created_at),
        "page_id": "yh6f0r4529hb",
        "incident_updates": [
            _update(case, place, *one) for place, one in enumerate(told, start=1)
        ][::-1],
        "components": [
            {"id": f"{life.code(case.line.system)}", "name": case.line.system,
             "status": "operational" if done else "partial_outage"}
        ],
    }  # fmt: skip


def _update(case: Case, place: int, event: Event, status: str) -> Record:
    component = {
        "code": f"{life.code(case.line.system)}",
        "name": case.line.system,
        "old_status": "operational" if place == 1 else "partial_outage",
        "new_status": "operational" if status == "resolved" else "partial_outage",
    }
    return {
        "id": key(case, place), "status": status, "body": event.text or "This is resolved.",
        "incident_id": key(case), "created_at": _ms(event.at), "updated_at": _ms(event.at),
        "display_at": _ms(event.at), "affected_components": [component],
        "deliver_notifications": True, "custom_tweet": None, "tweet_id": None,
    }  # fmt: skip


def _ms(second: int) -> str:
    """2026-11-15T17:58:00.143-06:00: the offset of the page's zone."""
    local = life.at(second).astimezone(ZoneInfo(ZONE)).isoformat()
    return f"{local[:19]}.{second * 7919 % 1000:03}{local[19:]}"


def page(cases: Sequence[Case]) -> Files:
    """incidents.json: the fifty most recent."""
    about = {"id": "yh6f0r4529hb", "name": "Sample", "url": "https://status.example.com",
             "time_zone": ZONE, "updated_at": _ms(life.ENDS)}  # fmt: skip
    incidents = [statuspage(case) for case in life.pages(cases)[:RECENT]]
    return {"incidents.json": life.json_bytes({"page": about, "incidents": incidents})}


def google(case: Case) -> Record:
    """One incident of status.cloud.google.com/incidents.json; without `end` while it lasts."""
    told, done = posted(case), life.resolved(case)
    updates: list[Record] = [
        {"created": _offset(event.at), "modified": _offset(event.at), "when": _offset(event.at),
         "text": event.text or "The issue has been resolved.", "affected_locations": [],
         "status": "AVAILABLE" if status == "resolved" else "SERVICE_DISRUPTION"}
        for event, status in told
    ][::-1]  # fmt: skip
    end = {"end": _offset(done.at)} if done else {}
    product = {"title": case.line.system, "id": f"{life.code(case.line.system)}"}
    return {
        "id": google_id(case), "number": str(10**19 + life.number(case)),
        "begin": _offset(case.created_at), "created": _offset(case.created_at), **end,
        "modified": _offset(life.updated(case)), "external_desc": case.subject,
        "updates": updates, "most_recent_update": updates[0],
        "status_impact": "SERVICE_DISRUPTION", "severity": GOOGLE[life.last(case).severity],
        "service_key": "zall", "service_name": case.line.system,
        "affected_products": [product], "uri": f"incidents/{google_id(case)}",
        "currently_affected_locations": [], "previously_affected_locations": [],
    }  # fmt: skip


def google_id(case: Case) -> str:
    """Twenty letters and digits."""
    return f"{key(case)}{key(case, 99)[:8]}"


def _offset(second: int) -> str:
    return life.z(second).replace("Z", "+00:00")


def google_files(cases: Sequence[Case]) -> Files:
    """A bare array, newest first."""
    return {"incidents.json": life.json_bytes([google(case) for case in life.pages(cases)])}


FORMATS = (
    Format(
        "statuspage", "Statuspage incidents.json",
        Carries(statuses="open or done", priorities="own words", teams="no", owners="no",
                accounts="no", categories="no"),
        page, key, told=is_told,
    ),
    Format(
        "google_cloud", "Google Cloud incidents.json",
        Carries(statuses="open or done", priorities="own words", teams="no", owners="no",
                accounts="no", categories="no"),
        google_files, google_id, told=is_told,
    ),
)  # fmt: skip
