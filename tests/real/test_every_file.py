"""Every real file loads by the command line alone, or is refused with the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from loaders.__main__ import main
from loaders.manifest import manifests
from metrics.warehouse.connection import open_warehouse
from tests.conftest import PROJECT

UTC = ("--time-zone", "UTC")


@dataclass(frozen=True)
class Read:
    """Who reads a file, its rows or records, the cases they give, and what had to be said."""

    reader: str
    rows: int
    cases: int
    options: tuple[str, ...] = ()


FILES: dict[str, Read] = {
    "github_status/downtime_windows.csv": Read("impacts", 819, 0),
    "github_status/incidents.jsonl": Read("status_page_history", 819, 801),
    "github_status/segments.csv": Read("generic_segments", 3_751, 790),
    "google_cloud_status/incidents_to_2022-01.json": Read("google_cloud_incidents", 85, 85),
    "jira_csv_apache/ASF_JIRA_2014_from_Excel_view.csv": Read("jira_csv", 101, 100, UTC),
    "jira_csv_apache/ASF_JIRA_2020-01-30T07_09_16+0000.csv": Read("jira_csv", 77, 77, UTC),
    "jira_csv_support/jira_cloud_support_redacted.csv": Read("jira_csv", 311, 311, UTC),
    "jira_cycle_times/jira.csv": Read("generic_cases", 4_123, 2_461, UTC),
    "jira_rest_changelog/search_expand_changelog.json": Read("jira_rest", 25, 25),
    "rabobank_incident_activity/val_split_derived.csv.gz": Read(
        "hp_incident_activities", 74_879, 7_456, UTC
    ),
    "schemas/incident_io_v2_incident.json": Read("incident_io", 1, 1),
    "schemas/pagerduty_analytics_raw_incidents.json": Read("pagerduty_analytics", 2, 2),
    "schemas/pagerduty_incident_log_entries.json": Read("pagerduty_log_entries", 1, 1),
    "schemas/pagerduty_incidents.json": Read("pagerduty_incidents", 1, 1),
    "schemas/pagerduty_log_entries.json": Read("pagerduty_log_entries", 1, 1),
    "schemas/servicenow_incident_fivetran_seed.csv": Read("servicenow_incidents", 1, 1),
    "schemas/servicenow_task_sla_seed.csv": Read("servicenow_task_sla", 1, 0),
    "servicenow_event_log/excel_resaved_sample.csv": Read("servicenow_event_log", 5_998, 890, UTC),
    "servicenow_event_log/opened_before_2016-05-01.csv.gz": Read(
        "servicenow_event_log", 101_045, 17_136, UTC
    ),
    "servicenow_table_api/incidents_REST.csv": Read("servicenow_incidents", 67, 67),
    "statuspage_cloudflare/incidents.json": Read("statuspage_incidents", 2, 2),
    "volvo_it_incidents/incidents.xes.gz": Read("xes", 65_533, 7_554),
    "volvo_it_incidents/incidents_derived_events.csv.gz": Read("xes", 65_533, 7_554),
    "zendesk_warehouse_seeds/ticket_comment_data.csv": Read("zendesk_comments", 20, 0),
    "zendesk_warehouse_seeds/ticket_data.csv": Read("zendesk_tickets", 10, 10),
    "zendesk_warehouse_seeds/ticket_field_history_data.csv": Read("zendesk_field_history", 38, 0),
}
LOOKUP, NO_DATES = "holds no case and no event", "holds dates, so that nothing can be counted"
REFUSED: dict[str, str] = {
    "github_status/github-status-history.atom": "news feed",
    "jira_csv_apache/ASF_JIRA_2020-01-29T09_19_21+0000.csv": "no column Created",
    "schemas/github_issues_list_recorded.json": NO_DATES,
    "schemas/github_issues_webhook_events_trimmed.json": NO_DATES,
    "schemas/incident_io_v2_incident_fields.txt": NO_DATES,
    "schemas/jira_cloud_search_jql_contract.json": "not_an_object",
    "schemas/jira_csv_headers_real.txt": NO_DATES,
    "schemas/opsgenie_fields_from_sdk.txt": NO_DATES,
    "schemas/pagerduty_analytics_raw_incident_fields.txt": "one column only",
    "schemas/pagerduty_analytics_raw_responses.json": NO_DATES,
    "schemas/pagerduty_pagination_schema.json": NO_DATES,
    "schemas/zendesk_fields_from_tap_zendesk_2.8.2.txt": NO_DATES,
    "schemas/zendesk_incremental_and_metric_events.json": NO_DATES,
    "zendesk_warehouse_seeds/daylight_time_data.csv": LOOKUP,
    "zendesk_warehouse_seeds/group_data.csv": LOOKUP,
    "zendesk_warehouse_seeds/schedule_data.csv": LOOKUP,
    "zendesk_warehouse_seeds/schedule_holiday_data.csv": LOOKUP,
    "zendesk_warehouse_seeds/sla_policy_metric_history_data.csv": LOOKUP,
    "zendesk_warehouse_seeds/ticket_schedule_data.csv": LOOKUP,
    "zendesk_warehouse_seeds/ticket_sla_policy_data.csv": LOOKUP,
    "zendesk_warehouse_seeds/time_zone_data.csv": LOOKUP,
    "zendesk_warehouse_seeds/user_data.csv": LOOKUP,
}


def load(path: Path, home: Path, *options: str) -> int:
    policy = PROJECT / "sample_data" / "policy"
    return main(["load", str(path), *options, "--home", str(home), "--policy", str(policy)])


@pytest.mark.parametrize("name", FILES)
def test_real_file_loads_by_the_command_line_alone(
    name: str, real_home: Callable[..., Path]
) -> None:
    """Rows landed and rows set aside add up to the file's; the cases are as its notes say."""
    expected = FILES[name]

    home = real_home(name, *expected.options)

    ((_, manifest),) = manifests(home)
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        ((cases,),) = cursor.execute("select count(*) from fct_cases").fetchall()
    found = Read(manifest.reader, manifest.rows + manifest.rejects, cases, expected.options)
    assert found == expected


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name].options])
def test_a_file_without_a_zone_asks_for_it(
    name: str, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = load(shared / "data" / name, tmp_path)

    assert code == 2
    assert "--time-zone" in capsys.readouterr().err
    assert not manifests(tmp_path)


@pytest.mark.parametrize("name", REFUSED)
def test_unusable_file_is_refused_with_the_reason(
    name: str, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = load(shared / "data" / name, tmp_path)

    assert code == 1
    assert REFUSED[name] in capsys.readouterr().err
    assert not manifests(tmp_path)


def test_no_real_file_is_forgotten(shared: Path) -> None:
    files = (path for path in (shared / "data").glob("*/*") if path.name != "SOURCE.txt")

    assert {f"{path.parent.name}/{path.name}" for path in files} == {*FILES, *REFUSED}
