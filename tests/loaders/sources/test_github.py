"""GitHub's issues as recorded from its API, and the events of a repository."""

import json
from pathlib import Path
from typing import Any

import pytest

from loaders.load import Landed
from metrics.errors import ExportError
from metrics.warehouse.contract import LandedExport
from tests.loaders.exports import events, landed, rows

Json = dict[str, Any]
RECORDED = "schemas/github_issues_list_recorded.json"
URL = "https://api.github.com/repos/acme/help"


def issue(number: int, *labels: str, **more: Any) -> Json:
    told = {
        "url": f"{URL}/issues/{number}", "number": number, "title": "x", "state": "open",
        "created_at": "2026-01-05T08:00:00Z", "updated_at": "2026-01-06T08:00:00Z",
        "closed_at": None, "labels": [{"name": name} for name in labels], "assignee": None,
        "assignees": [], "state_reason": None,
    }  # fmt: skip
    return told | more


def event(number: int, hour: int, name: str, **more: Any) -> Json:
    told = {
        "id": 100 + hour, "url": f"{URL}/issues/events/{100 + hour}", "event": name,
        "actor": {"login": "ann", "type": "User"}, "created_at": f"2026-01-05T{hour:02}:00:00Z",
        "issue": issue(number),
    }  # fmt: skip
    return told | more


def land(folder: Path, *records: Json) -> tuple[Landed, LandedExport]:
    return landed(folder, json.dumps(list(records)), "github.json", time_zone=None)


def test_recorded_pages(shared: Path, tmp_path: Path) -> None:
    """13 open issues of one repository on five pages, as the API gave them."""
    told = json.loads((shared / "data" / RECORDED).read_text())
    pages = [record for page in told for record in page["response"]]

    outcome, export = land(tmp_path, *pages)

    assert (outcome.manifest.reader, outcome.manifest.source) == ("github_issues", "github")
    assert outcome.manifest.cautions == ()
    assert {case["case_id"] for case in rows(export, "cases")} == {
        f"octokit-fixture-org/paginate-issues#{number}" for number in range(1, 14)
    }
    assert set(events(export)) == {("2017-10-10 16:00:00", "created", None)}


def test_pull_requests_are_left_out_and_counted(tmp_path: Path) -> None:
    outcome, export = land(tmp_path, issue(1), issue(2, pull_request={"url": "x"}),
                           issue(3, pull_request=None))  # fmt: skip

    assert [case["case_id"] for case in rows(export, "cases", "case_id")] == [
        "acme/help#1", "acme/help#3",
    ]  # fmt: skip
    assert outcome.manifest.cautions == (
        "1 pull requests stand among the issues and are left out.",
    )


def test_closing_reasons(tmp_path: Path) -> None:
    """Completed resolves, not planned cancels, a duplicate is merged; none given resolves."""
    closed = {"state": "closed", "closed_at": "2026-01-05T12:00:00Z"}
    reasons = ("completed", "not_planned", "duplicate", None)

    _, export = land(
        tmp_path,
        *(issue(n, **closed, state_reason=reason) for n, reason in enumerate(reasons, start=1)),
        issue(5, state_reason="reopened"),
    )

    ends = {row["case_id"]: row["type"] for row in rows(export, "case_events")
            if row["type"] != "created"}  # fmt: skip
    assert ends == {
        "acme/help#1": "resolved", "acme/help#2": "cancelled", "acme/help#3": "merged",
        "acme/help#4": "resolved", "acme/help#5": "status_changed",
    }  # fmt: skip


@pytest.mark.parametrize(
    "labels, severity, team, category",
    [
        (("bug", "priority: high"), "S2", None, "bug"),
        (("Severity/Critical", "team: Data"), "S1", "Data", None),
        (("P3", "question"), "S3", None, "question"),
        (("sev-2",), "S2", None, None),
        (("high five", "minor"), None, None, "high five"),
    ],
)
def test_labels(
    labels: tuple[str, ...], severity: str | None, team: str | None, category: str | None,
    tmp_path: Path,
) -> None:  # fmt: skip
    """A severity needs its prefix unless the word can mean nothing else; the rest is kind."""
    _, export = land(tmp_path, issue(1, *labels))

    (case,) = rows(export, "cases")
    assert (case["severity"], case["team"], case["category"]) == (severity, team, category)


def test_events_of_a_repository(tmp_path: Path) -> None:
    """Assigned to one of two, closed, reopened; a bot is a bot; pull requests are left out."""
    bob, cid = {"login": "bob"}, {"login": "cid"}
    robot = {"login": "robo[bot]", "type": "Bot"}
    on_pull = event(9, 9, "closed")
    on_pull["issue"]["pull_request"] = {"url": "x"}

    outcome, export = land(
        tmp_path,
        event(1, 16, "reopened"),
        event(1, 15, "closed", state_reason="completed", actor=robot),
        event(1, 13, "labeled", label={"name": "priority: low"}),
        event(1, 12, "unassigned", assignee=cid),
        event(1, 11, "assigned", assignee=bob, assigner={"login": "ann", "type": "User"}),
        event(1, 10, "assigned", assignee=cid),
        event(1, 9, "renamed"),
        on_pull,
    )

    assert events(export) == [
        ("2026-01-05 08:00:00", "created", None),
        ("2026-01-05 09:00:00", "commented", "renamed"),
        ("2026-01-05 10:00:00", "assigned", "cid"),
        ("2026-01-05 11:00:00", "assigned", "bob"),
        ("2026-01-05 13:00:00", "priority_changed", "S4"),
        ("2026-01-05 15:00:00", "status_changed", "resolved"),
        ("2026-01-05 16:00:00", "status_changed", "open"),
    ]
    bots = [row["actor"] for row in rows(export, "case_events") if row["is_bot"]]
    assert bots == ["App: robo[bot]"]
    assert outcome.manifest.cautions == ("1 events of pull requests are left out.",)


def test_events_that_name_no_issue_are_refused(tmp_path: Path) -> None:
    bare = {name: value for name, value in event(1, 9, "closed").items() if name != "issue"}

    with pytest.raises(ExportError, match="name no issue"):
        land(tmp_path, bare)
