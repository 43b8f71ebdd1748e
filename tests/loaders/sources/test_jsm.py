"""What Jira Service Management adds: comments that customers saw, and SLA cycles."""

import json
from pathlib import Path
from typing import Any

import pytest

from metrics.errors import ExportError
from metrics.warehouse.contract import LandedExport
from tests.loaders.exports import landed, rows
from tests.loaders.sources.test_jira_rest import Json, at, history_of, issue, land, person


def test_only_comments_that_customers_saw_are_replies(tmp_path: Path) -> None:
    """jsdPublic makes a reply; the reporter's own and internal notes are none; apps are bots."""
    comments = [
        {"id": "1", "created": at(1), "author": person("Cid"), "jsdPublic": True},
        {"id": "2", "created": at(2), "author": person("Ann"), "jsdPublic": False},
        {"id": "3", "created": at(3), "author": person("Robo", "app"), "jsdPublic": True},
        {"id": "4", "created": at(4), "author": person("Ann"), "jsdPublic": True},
    ]

    outcome, export = land(tmp_path, issue("A-1", comment={"comments": comments}))

    assert outcome.manifest.reader == "jsm_rest"
    assert export.records == {"replied", "resolved"}
    assert [one[:2] for one in history_of(export)[3:]] == [
        ("14:01", "customer_replied"),
        ("14:02", "commented"),
        ("14:03", "replied"),
        ("14:04", "replied"),
    ]
    bots = [row["event_at"].minute for row in rows(export, "case_events") if row["is_bot"]]
    assert bots == [3]


def cycle(start: int, stop: int | None, due: int, breached: bool, used: int) -> Json:
    told: Json = {
        "startTime": {"iso8601": at(start)},
        "breachTime": {"epochMillis": 1767621600000 + due * 60_000},
        "breached": breached,
        "goalDuration": {"millis": 600_000, "friendly": "10m"},
        "elapsedTime": {"millis": used * 60_000},
    }
    return told if stop is None else told | {"stopTime": {"iso8601": at(stop)}}


RESOLUTION = {
    "id": "10",
    "name": "Time to resolution",
    "completedCycles": [cycle(0, 8, 10, False, 8), cycle(20, 35, 30, True, 15)],
    "ongoingCycle": cycle(40, None, 50, False, 2),
}


def verdicts(export: LandedExport) -> list[tuple[Any, ...]]:
    found = rows(export, "vendor_promises", "case_id, promise, cycle")
    return [
        (row["case_id"], row["promise"], row["cycle"], row["met"],
         f"{row['decided_at']:%H:%M}" if row["decided_at"] else None,
         row["target_seconds"], row["elapsed_seconds"])
        for row in found
    ]  # fmt: skip


CYCLES = [
    ("A-1", "resolve", 1, True, "14:08", 600, 480),
    ("A-1", "resolve", 2, False, "14:30", 600, 900),
    ("A-1", "resolve", 3, None, None, 600, 120),
]


def test_slas_in_issues_give_verdicts(tmp_path: Path) -> None:
    """A late cycle fell at its breach; one that still runs has no verdict."""
    _, export = land(tmp_path, issue("A-1", customfield_10030=RESOLUTION, customfield_1=None))

    assert verdicts(export) == CYCLES


@pytest.mark.parametrize("beside", ["link", "key", "list"])
def test_sla_endpoint_names_its_issue(beside: str, tmp_path: Path) -> None:
    """By the link that each value carries, or by a key that a script put beside it."""
    link = {"_links": {"self": "https://x.atlassian.net/rest/servicedeskapi/request/A-1/sla/10"}}
    page = {"size": 1, "start": 0, "limit": 50, "isLastPage": True, "values": [RESOLUTION | link]}
    told = {
        "link": json.dumps(page),
        "key": json.dumps(RESOLUTION | {"issueKey": "A-1"}) + "\n",
        "list": json.dumps([{"issueKey": "A-1", "values": [RESOLUTION]}]),
    }

    outcome, export = landed(tmp_path, told[beside], "sla.json", time_zone=None)

    assert outcome.manifest.reader == "jsm_sla"
    assert verdicts(export) == CYCLES


def test_slas_of_no_issue_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="name no issue"):
        landed(tmp_path, json.dumps([RESOLUTION]), "sla.json", time_zone=None)
