"""The sample in other tools' formats: the forms are theirs, the same bytes every time."""

import csv
import io
import json
from typing import Any

import pytest

from loaders.formats import history, page
from loaders.formats.format import Files, all_formats, named
from loaders.formats.history import telling_cases
from loaders.sample_cases import Case
from metrics.errors import ExportError


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return telling_cases()[:60]


def files_of(name: str, cases: list[Case]) -> Files:
    return history.files(named(name), cases)


def json_of(name: str, file: str, cases: list[Case]) -> Any:
    return json.loads(files_of(name, cases)[file])


@pytest.mark.parametrize("name", list(all_formats()))
def test_the_same_history_gives_the_same_bytes(name: str, cases: list[Case]) -> None:
    """No clock, no chance, no order of a set."""
    assert files_of(name, cases) == files_of(name, cases)


def test_the_page_of_formats_is_fresh() -> None:
    """`python -m loaders.formats` writes it again."""
    assert page.is_fresh()


def test_an_unknown_format_is_answered_with_the_nearest() -> None:
    """As every typo is."""
    with pytest.raises(ExportError, match="jira_csv"):
        named("jra_csv")


def test_jira_headers_repeat_and_cells_are_localised(cases: list[Case]) -> None:
    """A mark at the start, headers by position, months and states in the site's language."""
    text = files_of("jira_csv_spanish", cases)["jira_csv_spanish.csv"].decode("utf-8-sig")
    header, first, *_ = csv.reader(io.StringIO(text))

    assert header.count("Comentario") > 3
    assert header.count("Etiquetas") == 3
    assert first[header.index("Categoría de estado")] in ("Por hacer", "En curso", "Listo")
    assert "/nov/25" in first[header.index("Creada")]


def test_jira_issues_have_the_published_members(cases: list[Case]) -> None:
    """The new search: no total; histories newest first; offsets without a colon, with DST."""
    answer = json_of("jira_rest", "search.json", cases)
    longest = max(answer["issues"], key=lambda issue: issue["changelog"]["total"])
    times = [history["created"] for history in longest["changelog"]["histories"]]
    created = {issue["fields"]["created"][-5:] for issue in answer["issues"]}

    assert answer.keys() == {"names", "issues", "isLast"}
    assert times == sorted(times, reverse=True)
    assert created == {"-0400", "-0500"}


@pytest.mark.parametrize(
    "name, file, schema, key",
    [
        ("pagerduty", "incidents.json", "pagerduty_incidents.json", "incidents"),
        ("pagerduty", "log_entries.json", "pagerduty_log_entries.json", "log_entries"),
        ("pagerduty_analytics", "raw_incidents.json", "pagerduty_analytics_raw_incidents.json",
         "data"),
        ("incident_io", "incidents.json", "incident_io_v2_incident.json", "incidents"),
    ],
)  # fmt: skip
def test_members_are_those_of_the_published_examples(
    name: str, file: str, schema: str, key: str, cases: list[Case], shared
) -> None:
    """Nothing that the vendor's own example does not have, but what its reference adds."""
    example = json.loads((shared / "data" / "schemas" / schema).read_text())
    ours = json_of(name, file, cases)
    known = {member for record in example[key] for member in record}
    added = {"total", "assignees", "service", "acknowledgement_timeout", "total_interruptions",
             "auto_resolved", "pagination_meta"}  # fmt: skip

    assert {member for record in ours[key] for member in record} - known - added == set()
    assert ours.keys() - example.keys() - added == set()


def test_github_members_are_those_of_the_recorded_answer(cases: list[Case], shared) -> None:
    """And a pull request stands among the issues."""
    recorded = json.loads(
        (shared / "data" / "schemas" / "github_issues_list_recorded.json").read_text()
    )
    known = {member for answer in recorded for one in answer["response"] for member in one}
    issues = json_of("github", "issues.json", cases)

    assert {member for one in issues for member in one} - known - {"pull_request"} == set()
    assert len([one for one in issues if "pull_request" in one]) == 1


def test_statuspage_lists_fifty_with_updates_newest_first(cases: list[Case], shared) -> None:
    """As the public answer of a real page does."""
    real = json.loads((shared / "data" / "statuspage_cloudflare" / "incidents.json").read_text())
    ours = json_of("statuspage", "incidents.json", history.support_cases())
    updates = [update["display_at"] for update in ours["incidents"][0]["incident_updates"]]
    known = {member for one in real["incidents"] for member in one}

    assert len(ours["incidents"]) == 50
    assert updates == sorted(updates, reverse=True)
    assert ours["page"].keys() == real["page"].keys()
    assert {m for one in ours["incidents"] for m in one} - known <= {"started_at", "components"}


def test_a_servicenow_owner_change_and_a_salesforce_one(cases: list[Case]) -> None:
    """sys_audit has one row for it, CaseHistory two: with names and with ids."""
    audit = files_of("servicenow_audit", cases)["sys_audit.csv"].decode()
    told = list(
        csv.DictReader(io.StringIO(files_of("salesforce", cases)["CaseHistory.csv"].decode()))
    )
    owners = [row for row in told if row["Field"] == "Owner"]

    assert "assigned_to" in audit
    assert len(owners) % 2 == 0
    assert {row["DataType"] for row in owners} == {"Text", "EntityId"}
