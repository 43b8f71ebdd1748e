"""Jira's REST search with `expand=changelog,names`: issues with their histories, newest first."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.formats.jira_sla import is_met, pages, resolution
from loaders.formats.jira_words import (
    CATEGORIES,
    PRIORITIES,
    RESOLUTIONS,
    SITE,
    STATUSES,
    TYPES,
    Person,
    category_changed_at,
    done_at,
    issue_id,
    named,
    person,
)  # fmt: skip
from loaders.sample_cases import Case, Event

ZONE = ZoneInfo("America/New_York")  # of whoever asks; times carry its offset
NAMES = {
    "customfield_10001": "Team",
    "customfield_10002": "Organizations",
    "customfield_10030": "Time to resolution",
    "customfield_10041": "Affected services",
}
CATEGORY_KEYS = {"To Do": "new", "In Progress": "indeterminate", "Done": "done"}


def search(cases: Sequence[Case]) -> Files:
    """The answer of /rest/api/3/search/jql, last page."""
    issues = [issue(case) for case in life.pages(cases)]
    return {"search.json": life.json_bytes({"names": NAMES, "issues": issues, "isLast": True})}


def with_sla_pages(cases: Sequence[Case]) -> Files:
    """The same without its SLA fields, and the SLA endpoint's answers beside it."""
    issues = [issue(case) for case in life.pages(cases)]
    for one in issues:
        del one["fields"]["customfield_10030"]
    search = {"names": NAMES, "issues": issues, "isLast": True}
    return {"search.json": life.json_bytes(search), "sla.jsonl": b"".join(pages(list(cases)))}


def issue(case: Case) -> dict[str, Any]:
    """One issue with everything that happened to it."""
    told = [history for event in case.events[1:] if (history := _history(case, event))]
    return {
        "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
        "id": str(issue_id(case)),
        "self": f"{SITE}/rest/api/3/issue/{issue_id(case)}",
        "key": case.case_id,
        "changelog": {
            "startAt": 0, "maxResults": len(told), "total": len(told), "histories": told[::-1],
        },
        "fields": _fields(case),
    }  # fmt: skip


def _fields(case: Case) -> dict[str, Any]:
    end = life.last(case)
    done = done_at(case)
    outcome = {"name": RESOLUTIONS[end.status], "id": "10000"} if done else None
    return {
        "summary": case.subject,
        "issuetype": {"id": "10011", "name": TYPES[case.kind], "subtask": False},
        "project": {"id": "10000", "key": "T", "name": "Support"},
        "status": _status(end),
        "statuscategorychangedate": stamp(category_changed_at(case)),
        "priority": {"name": PRIORITIES[end.severity], "id": end.severity[1]},
        "assignee": _user(named(end.owner)) if end.owner else None,
        "reporter": _user(person(case.events[0], case)),
        "creator": _user(person(case.events[0], case)),
        "created": stamp(case.created_at),
        "updated": stamp(life.updated(case)),
        "resolutiondate": stamp(done) if done else None,
        "resolution": outcome,
        "labels": ["drill"] if case.is_drill else [],
        "components": [{"id": "10002", "name": case.line.category}],
        "customfield_10001": {"id": f"{life.code(end.team)}", "name": end.team},
        "customfield_10002": [{"id": "1", "name": life.account(case)}] if case.account else [],
        "customfield_10041": [{"id": "7", "value": case.line.system}],
        "customfield_10030": resolution(case),
        "comment": _comments(case),
    }


def _status(event: Event) -> dict[str, Any]:
    category = CATEGORIES[event.status]
    return {
        "name": STATUSES[event.status],
        "id": _status_id(event.status),
        "statusCategory": {"key": CATEGORY_KEYS[category], "name": category},
    }


def _status_id(status: str) -> str:
    return str(10_100 + list(STATUSES.values()).index(STATUSES[status]))


def _history(case: Case, event: Event) -> dict[str, Any] | None:
    """What one event changed; none if it changed nothing that Jira keeps."""
    before = case.events[case.events.index(event) - 1]
    items = list(_items(before, event))
    if not items:
        return None
    return {
        "id": str(life.number(case) * 100 + case.events.index(event)),
        "author": _user(person(event, case)),
        "created": stamp(event.at),
        "items": items,
    }


def _items(before: Event, event: Event) -> Iterator[dict[str, Any]]:
    if STATUSES[before.status] != STATUSES[event.status]:
        ids = (_status_id(before.status), _status_id(event.status))
        yield _item("status", ids, (STATUSES[before.status], STATUSES[event.status]))
    was, is_ = RESOLUTIONS.get(before.status, ""), RESOLUTIONS.get(event.status, "")
    if was != is_:
        yield _item("resolution", ("10000" if was else "", "10000" if is_ else ""), (was, is_))
    if before.severity != event.severity:
        yield _item("priority", (before.severity[1], event.severity[1]),
                    (PRIORITIES[before.severity], PRIORITIES[event.severity]))  # fmt: skip
    if before.owner != event.owner:
        persons = (_person_id(before.owner), _person_id(event.owner))
        yield _item("assignee", persons, (before.owner, event.owner))
    if before.team != event.team:
        ids = (str(life.code(before.team)), str(life.code(event.team)))
        yield _item("Team", ids, (before.team, event.team), "customfield_10001")


def _person_id(name: str) -> str:
    return named(name).account_id if name else ""


def _item(
    name: str, ids: tuple[str, str], shown: tuple[str, str], custom: str = ""
) -> dict[str, Any]:
    return {
        "field": name,
        "fieldtype": "custom" if custom else "jira",
        "fieldId": custom or name,
        "from": ids[0] or None,
        "fromString": shown[0] or None,
        "to": ids[1] or None,
        "toString": shown[1] or None,
    }


def _comments(case: Case) -> dict[str, Any]:
    said = [event for event in life.spoken(case) if event.role != "bot"]
    comments = [
        {
            "id": str(life.number(case) * 100 + place),
            "author": _user(person(event, case)),
            "body": event.text,
            "created": stamp(event.at),
            "updated": stamp(event.at),
            "jsdPublic": event.type != "Internal note",
        }
        for place, event in enumerate(said)
    ]
    return {"comments": comments, "maxResults": 5000, "total": len(comments), "startAt": 0}


def _user(who: Person) -> dict[str, Any]:
    return {
        "self": f"{SITE}/rest/api/3/user?accountId={who.account_id}",
        "accountId": who.account_id,
        "displayName": who.name,
        "active": True,
        "timeZone": "Europe/Berlin",
        "accountType": who.type,
    }


def stamp(second: int) -> str:
    """2026-11-15T18:58:00.643-0500: with milliseconds and the offset of the reader's zone."""
    local = life.at(second).astimezone(ZONE)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{second * 7919 % 1000:03}{local:%z}"


CHANGELOG = Carries(
    statuses="every change",
    priorities="every change",
    teams="every change",
    owners="every change",
    acknowledgement="inferred",
    replies="every one",
    resolves="every one",
    withdrawn="yes",
    categories="type only",
    verdicts="yes",
)
FORMATS = (
    Format("jira_rest", "Jira REST search with changelog (JSON)", CHANGELOG, search,
           lambda case: case.case_id, met=is_met),
    Format("jsm_sla", "Jira REST search and JSM's SLA endpoint (JSON)", CHANGELOG, with_sla_pages,
           lambda case: case.case_id, met=is_met),
)  # fmt: skip
