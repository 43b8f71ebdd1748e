"""GitHub's issues and their events: two bare arrays; a pull request stands among the issues."""

from collections.abc import Iterator, Sequence
from typing import Any

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.sample_cases import Case, Event

URL = "https://api.github.com/repos/sample/support"
_DONE = ("Resolved", "Closed", "Merged", "Cancelled")
REASONS = {"Resolved": "completed", "Closed": "completed", "Merged": "duplicate",
           "Cancelled": "not_planned"}  # fmt: skip
Record = dict[str, Any]


def user(name: str) -> Record:
    """A GitHub account."""
    login = name.casefold().replace(" ", "-")
    is_bot = login == "assist-bot"
    login += "[bot]" if is_bot else ""
    return {"login": login, "id": life.code(name, 9), "type": "Bot" if is_bot else "User",
            "url": f"https://api.github.com/users/{login}", "site_admin": False}  # fmt: skip


def _label(name: str) -> Record:
    return {"id": life.code(name), "name": name, "color": "d73a4a", "default": False}


def issue(case: Case) -> Record:
    """One issue as it is now."""
    end, number, done = life.last(case), life.number(case), life.resolved(case)
    who = user(end.owner) if end.owner else None
    return {
        "url": f"{URL}/issues/{number}",
        "repository_url": URL,
        "events_url": f"{URL}/issues/{number}/events",
        "html_url": f"https://github.com/sample/support/issues/{number}",
        "id": life.code(case.case_id),
        "node_id": f"MDU6SXNzdWU{number}",
        "number": number,
        "title": case.subject,
        "user": user("Customer"),
        "labels": [_label(case.line.category), _label(f"team: {end.team}")],
        "state": "closed" if done else "open",
        "locked": False,
        "assignee": who,
        "assignees": [who] if who else [],
        "milestone": None,
        "comments": len(life.spoken(case)),
        "created_at": life.z(case.created_at),
        "updated_at": life.z(life.updated(case)),
        "closed_at": life.z(done.at) if done else None,
        "author_association": "NONE",
        "active_lock_reason": None,
        "body": None,
        "state_reason": _reason(case),
    }


def _reason(case: Case) -> str | None:
    if life.resolved(case):
        return REASONS[life.entered(case, *_DONE)[-1].status]
    return "reopened" if life.reopened(case) else None


def pull_request(number: int) -> Record:
    """Not an issue, though the list says so."""
    return {
        "url": f"{URL}/issues/{number}", "id": number, "number": number, "title": "Fix a typo",
        "user": user("Jana Vogel"), "labels": [], "state": "open", "assignee": None,
        "assignees": [], "comments": 0, "created_at": "2026-01-05T10:00:00Z",
        "updated_at": "2026-01-05T10:00:00Z", "closed_at": None, "state_reason": None,
        "pull_request": {"url": f"{URL}/pulls/{number}", "merged_at": None},
    }  # fmt: skip


def events(case: Case) -> Iterator[Record]:
    """Closings, reopenings and assignments."""
    for before, event in zip(case.events, case.events[1:], strict=False):
        if before.owner != event.owner:
            if before.owner:
                yield _event(case, event, "unassigned", assignee=user(before.owner))
            if event.owner:
                yield _event(case, event, "assigned", assignee=user(event.owner))
        if before.status not in _DONE and event.status in _DONE:
            reason = REASONS[event.status]
            yield _event(case, event, "closed", state_reason=reason, commit_id=None)
        if before.status in _DONE and event.status not in _DONE:
            yield _event(case, event, "reopened", state_reason="reopened")


def _event(case: Case, event: Event, name: str, **more: Any) -> Record:
    assignee = more.get("assignee")
    assigner = {"assigner": user(event.actor or "Customer")} if assignee else {}
    number = life.code(f"{case.case_id} {event.at} {name} {assignee}")
    return {
        "id": number,
        "node_id": f"MDEyOk{number}",
        "url": f"{URL}/issues/events/{number}",
        "actor": assignee or user(event.actor),
        "event": name,
        "commit_id": None,
        "commit_url": None,
        "created_at": life.z(event.at),
        "issue": {"number": life.number(case), "url": f"{URL}/issues/{life.number(case)}",
                  "title": case.subject, "created_at": life.z(case.created_at)},
        **more,
        **assigner,
    }  # fmt: skip


def files(cases: Sequence[Case]) -> Files:
    """Both lists, newest first."""
    told = sorted(
        (one for case in cases for one in events(case)), key=lambda one: one["created_at"]
    )
    issues = [issue(case) for case in life.pages(cases)]
    return {
        "issues.json": life.json_bytes([pull_request(999_999), *issues]),
        "issue_events.json": life.json_bytes(told[::-1]),
    }


FORMATS = (
    Format(
        "github",
        "GitHub issues and issue events (JSON)",
        Carries(
            statuses="without waits", priorities="no", teams="last value", owners="every change",
            acknowledgement="inferred", resolves="every one", withdrawn="yes", accounts="no",
            categories="no",
        ),
        files,
        lambda case: f"sample/support#{life.number(case)}",
    ),
)  # fmt: skip
