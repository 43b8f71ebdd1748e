"""Readers see the warehouse and the landing folder, and nothing else."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from metrics.errors import WarehouseError
from metrics.warehouse import connection, models
from metrics.warehouse.connection import Warehouse
from tests.warehouses import build_rows

POLICY = Path(__file__).parents[2] / "sample_data" / "policy"
OPENED = {"case_id": "C1", "event_at": datetime(2026, 6, 1, 9), "seq": 0, "type": "created"}


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return build_rows(tmp_path, [{"case_id": "C1"}], [OPENED], policy_yaml=POLICY)


@pytest.mark.parametrize(
    "sql",
    [
        "from read_csv('/etc/passwd')",
        "attach '/tmp/elsewhere.duckdb'",
        "copy fct_cases to '/tmp/elsewhere.csv'",
        "install httpfs",
        "set lock_configuration = false",
        "set enable_external_access = true",
        "delete from fct_cases",
        "create table t as select 1",
    ],
)
def test_readers_are_locked_in(warehouse: Warehouse, sql: str) -> None:
    """A reader cannot leave the warehouse, change it, or unlock the door."""
    with warehouse.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(sql).fetchall()


def test_python_variables_are_out_of_reach_of_sql(warehouse: Warehouse) -> None:
    """Trap T21: DuckDB reads Python variables as tables unless told not to."""
    secret = duckdb.sql("select 42 as answer")  # noqa: F841 - the bait of this test

    with warehouse.cursor() as cursor, pytest.raises(duckdb.Error, match="secret"):
        cursor.execute("from secret").fetchall()


def test_unreadable_cast_gives_null_and_keeps_the_row(tmp_path: Path) -> None:
    """Trap T1: DuckDB 2.0.0 pushes try_cast into the CSV reader and drops the row."""
    file = tmp_path / "t.csv"
    file.write_text("t\n2026-01-01\nnever\n", encoding="utf-8")

    with connection.scratch() as scratch:
        read = f"read_csv('{file}', all_varchar = true, header = true, store_rejects = true)"
        rows = scratch.sql(f"select try_cast(t as timestamp) as t from {read}").fetchall()

    assert [row[0] is None for row in rows] == [False, True]


def test_the_pause_window_scans_its_table_once(tmp_path: Path) -> None:
    """DuckDB 2.0.0's partitioned_execution reads the events again and again; it is off."""
    with connection.scratch() as scratch:
        for word in ("status", "severity", "team", "region"):
            scratch.execute(f"create type {word}_word as enum ('a', 'b')")
        scratch.execute(
            "create table stg_changes as select range as case_key, timestamp '2026-01-01' as"
            " event_at, 0 as place, 0 as seq, 0 as step, 0 as row_number,"
            " 'a'::status_word as status, 'a'::severity_word as severity, 'a'::team_word as team,"
            " 0 as client_code from range(10)"
        )
        plan = scratch.sql("explain " + models.text("stg_stretches")).fetchall()[0][1]

    assert plan.count("stg_changes") == 1


def test_no_warehouse_says_how_to_get_one(tmp_path: Path) -> None:
    """The first thing a newcomer may meet names the command that helps."""
    with pytest.raises(WarehouseError, match="python -m loaders load"):
        connection.open_warehouse(tmp_path)


def test_a_damaged_warehouse_is_named(tmp_path: Path) -> None:
    """A file that is no database gives its path and the way out, not a traceback."""
    folder = connection.warehouse_folder(tmp_path)
    folder.mkdir()
    (folder / "warehouse-1.duckdb").write_text("not a database", encoding="utf-8")
    (folder / connection.POINTER).write_text("warehouse-1.duckdb", encoding="utf-8")

    with pytest.raises(WarehouseError, match=r"warehouse-1\.duckdb.*Rebuild"):
        connection.open_warehouse(tmp_path)
