"""Real exports land whole and give the counts that others computed from them."""

import json
from pathlib import Path
from typing import Any

import pytest

from loaders.load import land
from loaders.manifest import exports
from loaders.meaning import Options
from metrics.warehouse.connection import scratch
from metrics.warehouse.contract import TABLES, LandedExport
from metrics.warehouse.parts import open_file, open_part
from tests.loaders.exports import MAPPINGS

Landing = dict[str, tuple[dict[str, int], LandedExport]]
FILES = {
    "log": ("servicenow_event_log/opened_before_2016-05-01.csv.gz", Options(time_zone="UTC")),
    "excel": ("servicenow_event_log/excel_resaved_sample.csv", Options(time_zone="UTC")),
    "table": ("servicenow_table_api/incidents_REST.csv", Options()),
    "bank": (
        "rabobank_incident_activity/val_split_derived.csv.gz",
        Options(mapping=MAPPINGS / "rabobank.yaml"),
    ),
    "cars": (
        "volvo_it_incidents/incidents_derived_events.csv.gz",
        Options(mapping=MAPPINGS / "volvo.yaml"),
    ),
    "tasks": (
        "jira_cycle_times/jira.csv",
        Options(time_zone="UTC", mapping=MAPPINGS / "jira_cycle_times.yaml"),
    ),
}


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Landing:
    """Every real export landed once, with its rows set aside by rule."""
    home = tmp_path_factory.mktemp("real")
    outcomes = {
        key: land(shared / "data" / path, home, options) for key, (path, options) in FILES.items()
    }
    found = {export.load_id: export for export in exports(home)}
    return {
        key: (outcome.set_aside, found[outcome.manifest.load_id])
        for key, outcome in outcomes.items()
    }


@pytest.fixture(scope="module")
def answers(shared: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((shared / "data" / "reference_answers.json").read_text())
    return read


def asked(export: LandedExport, query: str) -> list[tuple[Any, ...]]:
    """The answer to a query over the export's contract tables."""
    with scratch() as connection:
        connection.execute("set variable as_of = null::timestamp")
        open_file(connection, export.rows_path, export.first_line)
        (part,) = export.parts
        open_part(connection, part.rows)
        for table, select in part.selects.items():
            columns = ", ".join(TABLES[table])
            connection.execute(f"create table {table} as select {columns} from ({select})")
        return connection.execute(query).fetchall()


def test_servicenow_log_is_whole(real: Landing, answers: dict[str, Any]) -> None:
    """101,045 events of 17,136 incidents: one contradicts itself and is set aside, none lost."""
    set_aside, export = real["log"]
    expected = answers["servicenow_event_log"]

    ((landed, named, cases),) = asked(
        export,
        "select (select count(*) from landed), (select count(distinct row_number)"
        " from case_events), (select count(*) from cases)",
    )

    assert set_aside == {"out_of_sequence": 1}
    assert (landed, cases) == (expected["events"], expected["incidents"])
    assert named == landed - 1


def test_servicenow_verdicts_are_the_last_rows(real: Landing, answers: dict[str, Any]) -> None:
    """made_sla starts true and turns false on closing: only the last row tells."""
    expected = answers["servicenow_event_log"]

    ((met, missed, reopened, mean),) = asked(
        real["log"][1],
        "select count(*) filter (vendor_met), count(*) filter (not vendor_met),"
        " count(*) filter (vendor_reopen_count > 0),"
        " sum(vendor_resolution_seconds) / count(vendor_resolution_seconds) / 3600.0"
        " from vendor_verdicts",
    )

    assert (met, missed) == (expected["made_sla_true"], expected["made_sla_false"])
    assert reopened == expected["reopened_incidents(reopen_count>0)"]
    hours = expected["resolve_hours(opened_at->resolved_at)"]
    assert float(mean) == pytest.approx(hours["mean"], abs=1e-4)


def test_excel_resaving_changes_no_event(real: Landing) -> None:
    """Other layout, CRLF and upper-case booleans: the same 5,998 rows of 890 incidents."""
    query = (
        "select case_id, event_at, seq, type, to_value from case_events where case_id in"
        " (select number from landed where row_number <= 5998) and row_number <= 5998"
        " order by all"
    )

    excel, log = asked(real["excel"][1], query), asked(real["log"][1], query)

    assert asked(real["excel"][1], "select count(*), (select count(*) from cases) from landed") == [
        (5998, 890)
    ]
    assert excel == log


def test_servicenow_table_needs_no_zone(real: Landing, answers: dict[str, Any]) -> None:
    """A raw Table API export is UTC by convention; 27 of its 67 incidents are resolved."""
    expected = answers["servicenow_table_api"]

    ((cases, resolved, met),) = asked(
        real["table"][1],
        "select (select count(*) from cases),"
        " (select count(distinct case_id) from case_events where type = 'resolved'),"
        " (select count(*) filter (vendor_met) from vendor_verdicts)",
    )

    assert (cases, resolved) == (expected["rows"], expected["resolved"])
    assert met == expected["made_sla"]["true"]


def test_bank_log_lands_by_its_mapping(real: Landing, answers: dict[str, Any]) -> None:
    """The activity number orders what happened within one second."""
    expected = answers["rabobank_incident_activity"]

    ((cases, reopened, uncreated, unclosed, landed),) = asked(
        real["bank"][1],
        "select count(*), count(*) filter (case_id in (select case_id from case_events where"
        " type = 'reopened')), count(*) filter (case_id not in (select case_id from case_events"
        " where type = 'created')), count(*) filter (case_id not in (select case_id from"
        " case_events where type = 'closed')), (select count(*) from landed) from cases",
    )

    assert (cases, landed) == (expected["incidents"], expected["activities_after_dedup"])
    assert reopened == expected["incidents_with_Reopen"]
    assert uncreated == expected["incidents_without_Open"]
    assert unclosed == expected["incidents_without_Closed"]


def test_car_maker_log_ends_where_its_mapping_says(real: Landing, answers: dict[str, Any]) -> None:
    """'Completed/In Call' resolves nothing; offsets in the text make a zone needless."""
    expected = answers["volvo_it_incidents"]

    ((cases, landed, n, mean),) = asked(
        real["cars"][1],
        "with ends as (select case_id, min(event_at) filter (type = 'created') as began,"
        " min(event_at) filter (type in ('resolved', 'closed')) as ended from case_events"
        " group by case_id) select count(*), (select count(*) from landed), count(ended),"
        " avg(epoch(ended) - epoch(began)) / 3600 from ends",
    )

    assert (cases, landed) == (expected["cases"], expected["events"])
    hours = expected["first_event_to_first_Completed_hours"]
    assert n == hours["n"]
    assert mean == pytest.approx(hours["mean"], abs=1e-4)


def test_negative_durations_are_set_aside(real: Landing) -> None:
    """1,662 tasks were finished before they were created, says the file."""
    set_aside, export = real["tasks"]

    assert set_aside == {"end_before_start": 1662}
    assert asked(export, "select count(*) from cases") == [(4123 - 1662,)]
    assert asked(export, "select count(*) from rejected_rows where rule = 'end_before_start'") == [
        (1662,)
    ]
