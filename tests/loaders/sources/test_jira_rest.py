"""Jira's REST JSON: issues with their changelog, comments and SLAs, in both envelopes."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from loaders.load import Landed
from metrics.warehouse.contract import LandedExport
from tests.loaders.exports import events, landed, rows
from tests.loaders.sources.built import asked, land_all

REAL = "jira_rest_changelog/search_expand_changelog.json"
Json = dict[str, Any]


def at(minute: int) -> str:
    """A time as Jira writes it, in New York's winter; 9:00 there is 14:00 UTC."""
    return f"2026-01-05T09:{minute:02}:00.250-0500"


def status(name: str, category: str) -> Json:
    return {"name": name, "statusCategory": {"key": category, "name": "any"}}


def person(name: str, account_type: str = "atlassian") -> Json:
    return {"displayName": name, "accountId": f"id-{name}", "accountType": account_type}


def history(number: int, minute: int, *items: tuple[str, str | None, str | None], by: str = "Ann",
            account_type: str = "atlassian") -> Json:  # fmt: skip
    """One entry of a changelog: (field, from, to)."""
    told = [{"field": f, "fieldId": f, "fromString": a, "toString": b} for f, a, b in items]
    author = person(by, account_type)
    return {"id": str(number), "created": at(minute), "author": author, "items": told}


def issue(key: str, *histories: Json, total: int | None = None, **fields: Any) -> Json:
    """An issue created at 14:00 UTC, open unless told else."""
    told: Json = {
        "summary": "x", "created": at(0), "updated": at(30), "status": status("To Do", "new"),
        "priority": {"name": "High"}, "issuetype": {"name": "Bug"}, "project": {"key": "A"},
        "reporter": person("Cid"), "creator": person("Cid"), "resolution": None,
    }  # fmt: skip
    held = {"startAt": 0, "total": total or len(histories), "histories": list(histories)}
    return {"id": key[2:], "key": key, "fields": told | fields, "changelog": held}


def land(folder: Path, *issues: Json, **envelope: Any) -> tuple[Landed, LandedExport]:
    told = {"issues": list(issues), **(envelope or {"startAt": 0, "total": len(issues)})}
    return landed(folder, json.dumps(told), "search.json", time_zone=None)


def history_of(export: LandedExport) -> list[tuple[str, str, str | None]]:
    """Minute, type and value of every event, in the order of the log."""
    found = rows(export, "case_events", "event_at, case_id, seq, type")
    return [(f"{row['event_at']:%H:%M}", row["type"], row["to_value"]) for row in found]


def test_real_search_with_changelog(shared: Path, tmp_path: Path) -> None:
    """25 issues, 17 done; 727.14 h from creation to Done on the mean, read off the file."""
    land_all(tmp_path, shared / "data" / REAL)

    (cases,), (span,), (ends,), (unknown,) = asked(
        tmp_path,
        "select count(*), count(*) filter (is_open), min(source) from fct_cases",
        "select min(created_at), max(created_at) from fct_cases",
        "select count(*), avg(epoch(resolved_at) - epoch(created_at)) / 3600 from fct_cases"
        " where resolved_at is not null",
        "select count(distinct value) from unmapped_values where column_name = 'status'",
    )

    assert cases == (25, 8, "jira")
    assert span == (datetime(2015, 11, 21, 12, 3, 2), datetime(2015, 11, 21, 12, 3, 3))
    assert ends[0] == 17
    assert ends[1] == pytest.approx(727.13799, abs=0.001)
    assert unknown == (1,)  # Analysis Active: no issue stands there, so its category is not told


def test_history_starts_with_what_held_first(tmp_path: Path) -> None:
    """The state at creation is the `from` of each first change; entries come in any order."""
    _, export = land(
        tmp_path,
        issue(
            "A-1",
            history(12, 20, ("status", "Doing", "Shipped"), ("resolution", None, "Done")),
            history(10, 5, ("assignee", None, "Bob"), ("priority", "Low", "High")),
            history(11, 10, ("status", "To Do", "Doing"), ("Rank", "", "higher")),
            status=status("Shipped", "done"),
            assignee=person("Bob"),
            resolution={"name": "Done"},
            resolutiondate=at(20),
        ),
        issue("A-2", status=status("Doing", "indeterminate")),
    )

    assert [one[1:] for one in history_of(export) if one[0] == "14:00"] == [
        ("created", None),
        ("priority_changed", "S4"),
        ("status_changed", "new"),
        ("created", None),
        ("priority_changed", "S2"),
        ("status_changed", "open"),
    ]
    assert [one for one in history_of(export) if one[0] != "14:00"] == [
        ("14:05", "assigned", "Bob"),
        ("14:05", "priority_changed", "S2"),
        ("14:10", "status_changed", "open"),
        ("14:20", "status_changed", "resolved"),
    ]


def test_outcomes_other_than_resolved(tmp_path: Path) -> None:
    """Won't Do is cancelled, a duplicate merged into its twin; a reopen ends the outcome."""
    done, link = status("Done", "done"), {"type": {"name": "Duplicate"}}
    _, export = land(
        tmp_path,
        issue("A-1", history(1, 10, ("status", "To Do", "Done"), ("resolution", None, "Won't Do")),
              status=done, resolution={"name": "Won't Do"}),
        issue("A-2", history(2, 11, ("status", "To Do", "Done"), ("resolution", None, "Duplicate")),
              status=done, resolution={"name": "Duplicate"},
              issuelinks=[link | {"inwardIssue": {"key": "A-7"}},
                          link | {"outwardIssue": {"key": "A-9"}}]),
        issue("A-3", history(3, 12, ("status", "To Do", "Done"), ("resolution", None, "Duplicate")),
              history(4, 13, ("status", "Done", "To Do"), ("resolution", "Duplicate", None)),
              parent={"key": "A-1"}),
    )  # fmt: skip

    assert [one for one in history_of(export) if one[0] != "14:00"] == [
        ("14:10", "status_changed", "cancelled"),
        ("14:11", "status_changed", "merged"),
        ("14:12", "status_changed", "merged"),
        ("14:13", "status_changed", "new"),
    ]
    parents = {case["case_id"]: case["parent_id"] for case in rows(export, "cases")}
    assert parents == {"A-1": None, "A-2": "A-9", "A-3": "A-1"}


def test_truncated_changelog_is_named_and_closed(tmp_path: Path) -> None:
    """What the known part does not lead to is placed where the issue says its status changed."""
    cut = issue(
        "A-1",
        history(1, 5, ("status", "To Do", "Doing")),
        total=101,
        status=status("Done", "done"),
        statuscategorychangedate=at(40),
    )

    outcome, export = land(tmp_path, cut, issue("A-2", history(2, 6, ("Rank", "", "up"))))

    changes = [one for one in history_of(export) if one[1] == "status_changed"]
    assert [one for one in changes if one[0] != "14:00"] == [
        ("14:05", "status_changed", "Doing"),
        ("14:40", "status_changed", "resolved"),
    ]
    assert outcome.manifest.cautions == (
        "1 issues carry a part of their history only (Jira cuts changelogs off), such as A-1."
        " Fetch /issue/KEY/changelog for these.",
    )


def test_pages_that_are_missing_are_pointed_out(tmp_path: Path) -> None:
    old, _ = land(tmp_path / "old", issue("A-1"), startAt=0, total=51)
    new, _ = land(tmp_path / "new", issue("A-1"), isLast=False, nextPageToken="abc")

    assert old.manifest.cautions == (
        "The search found 51 issues; this page holds 1. Load the other pages too.",
    )
    assert "and more follow" in new.manifest.cautions[0]


def test_issues_without_history_use_their_dates(tmp_path: Path) -> None:
    """The newer envelope, no changelog: the category's date where no resolution is set."""
    done = issue("A-1", status=status("Shipped", "done"), statuscategorychangedate=at(40))
    bare = {name: value for name, value in done.items() if name != "changelog"}

    outcome, export = land(tmp_path, bare, isLast=True)

    assert history_of(export) == [("14:00", "created", None), ("14:40", "resolved", "resolved")]
    assert "no history" in outcome.manifest.cautions[0]


def test_events_keep_the_record_they_came_from(tmp_path: Path) -> None:
    """Every event leads back to the landed record of its issue."""
    _, export = land(tmp_path, issue("A-1"), issue("A-2", history(1, 5, ("status", "To Do", "Ok"))))

    found = rows(export, "case_events")
    assert {(row["case_id"], row["row_number"]) for row in found} == {("A-1", 1), ("A-2", 2)}
    assert len(events(export, "created")) == 2


def test_custom_fields_are_known_by_their_names(tmp_path: Path) -> None:
    """expand=names tells which custom field is the team and which the customer's organisation."""
    moved = history(1, 5, ("Team", "Desk", "Core"))
    moved["items"][0]["fieldId"] = "customfield_7"
    told = issue("A-1", moved, customfield_7={"name": "Core"}, customfield_8=[{"name": "Acme"}])

    _, export = land(
        tmp_path, told, names={"customfield_7": "Team", "customfield_8": "Organizations"}
    )

    (case,) = rows(export, "cases")
    assert (case["team"], case["account_id"]) == ("Core", "Acme")
    teams = [one for one in history_of(export) if one[1] == "team_assigned"]
    assert teams == [("14:00", "team_assigned", "Desk"), ("14:05", "team_assigned", "Core")]
