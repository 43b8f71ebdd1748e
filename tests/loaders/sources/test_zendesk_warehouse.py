"""Zendesk's tables as a warehouse copies them, on the test seeds of dbt_zendesk."""

from datetime import datetime
from pathlib import Path

import pytest

from metrics.errors import ExportError
from tests.loaders.sources.built import asked, land_all

SEEDS = "data/zendesk_warehouse_seeds"
TICKETS, HISTORY = "ticket_data.csv", "ticket_field_history_data.csv"
COMMENTS = "ticket_comment_data.csv"
LOOKUPS = (
    "daylight_time_data",
    "group_data",
    "schedule_data",
    "schedule_holiday_data",
    "sla_policy_metric_history_data",
    "ticket_schedule_data",
    "ticket_sla_policy_data",
    "time_zone_data",
    "user_data",
)


def test_tickets_and_their_history_make_one_case_each(shared: Path, tmp_path: Path) -> None:
    """Ten tickets, two of them deleted; a solve without a history is the last update."""
    paths = [shared / SEEDS / name for name in (TICKETS, HISTORY, COMMENTS)]
    readers = [one.manifest.reader for one in land_all(tmp_path, *paths)]

    cases, resolved = asked(
        tmp_path,
        "select source, count(*), count(distinct account_id), count(*) filter (is_cancelled)"
        " from fct_cases group by source",
        "select case_id, resolved_at, severity from fct_cases"
        " where case_id in ('11071', '16988') order by case_id",
    )

    assert readers == ["zendesk_tickets", "zendesk_field_history", "zendesk_comments"]
    assert cases == [("zendesk", 10, 9, 2)]
    assert resolved == [
        ("11071", datetime(2020, 11, 14, 11, 1, 27), "S1"),
        ("16988", datetime(2021, 1, 13, 18, 42, 39), "No severity"),
    ]


def test_history_before_the_creation_is_set_aside_and_counted(shared: Path, tmp_path: Path) -> None:
    """11071 was created at 18:06 and has four rows of 11:01 that day; 19 other rows are of
    tickets, and all 20 comments, that no file of tickets brought."""
    land_all(tmp_path, *(shared / SEEDS / name for name in (TICKETS, HISTORY, COMMENTS)))

    steps, severities, set_aside, promise = asked(
        tmp_path,
        "select strftime(event_at, '%m-%d'), to_value from case_events join fct_cases"
        " using (case_key) where case_id = '11071' and type = 'status_changed'"
        " and not inferred order by event_at",
        "select strftime(event_at, '%m-%d'), from_value, to_value from case_events join fct_cases"
        " using (case_key) where case_id = '11071' and type = 'priority_changed' order by event_at",
        "select rule, count(distinct (load_id, row_number)) from rejected_rows group by rule",
        "select severity, breached_at, state from fct_promises"
        " where case_id = '11071' and promise = 'resolve'",
    )

    assert [(day, status) for day, status in steps] == [
        ("08-29", "pending"), ("09-02", "hold"), ("09-05", "pending"), ("09-15", "open"),
        ("09-30", "pending"), ("10-01", "hold"), ("10-15", "open"), ("10-17", "hold"),
        ("10-20", "pending"), ("11-02", "open"), ("11-14", "resolved"), ("11-15", "closed"),
    ]  # fmt: skip
    assert severities == [
        ("09-30", "S3", "medium"),
        ("10-15", "medium", "S2"),
        ("11-02", "S2", "S1"),
    ]
    assert dict(set_aside) == {"before_creation": 4, "no_creation": 39}
    assert promise == [("S3", datetime(2020, 8, 29, 2, 6, 37), "breached")]


@pytest.mark.parametrize("name", LOOKUPS)
def test_tables_without_cases_are_refused_with_the_reason(
    shared: Path, tmp_path: Path, name: str
) -> None:
    """Groups, schedules, users and policies hold no case: nothing of them is landed."""
    with pytest.raises(ExportError, match="holds no case and no event") as refused:
        land_all(tmp_path, shared / SEEDS / f"{name}.csv")

    assert "Load the tables that do" in str(refused.value)
