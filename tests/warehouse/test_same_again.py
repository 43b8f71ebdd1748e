"""The warehouse is a pure function of the exports, the policy and the as-of instant."""

from pathlib import Path

import duckdb
import pytest

from loaders.files import files
from loaders.load import Options, land
from loaders.manifest import exports
from metrics.warehouse import connection
from metrics.warehouse.build import build
from tests.conftest import PROJECT

# What is of a landing or a build itself: when it was, and the number of a load in it.
OWN = {"landed_at", "built_at", "version", "load_key"}


def differing(one: Path, other: Path) -> dict[str, list[tuple[object, ...]]]:
    """Of each table up to three rows that only one of two warehouses has, to the last bit."""
    found = {}
    with connection.scratch() as cursor:
        for name, home in (("one", one), ("other", other)):
            file = connection.warehouse_folder(home) / str(connection.current(home))
            cursor.execute(f"attach '{file}' as {name} (read_only)")
        for table, columns in columns_by_table(cursor, "one").items():
            ours, theirs = (f"select {columns} from {name}.{table}" for name in ("one", "other"))
            query = f"({ours} except all {theirs}) union all ({theirs} except all {ours}) limit 3"
            if rows := cursor.execute(query).fetchall():
                found[table] = rows
        assert columns_by_table(cursor, "one") == columns_by_table(cursor, "other")
    return found


def columns_by_table(cursor: duckdb.DuckDBPyConnection, database: str) -> dict[str, str]:
    """The columns to compare of each table; text, so that no two numbers pass for equal."""
    rows = cursor.execute(
        "select table_name, column_name from duckdb_columns() join duckdb_tables()"
        " using (database_name, table_name) where database_name = $database order by all",
        {"database": database},
    ).fetchall()
    names: dict[str, list[str]] = {}
    for table, column in rows:
        names.setdefault(table, []).extend([] if column in OWN else [column])
    return {
        table: ", ".join(f'cast("{column}" as text)' for column in columns)
        for table, columns in names.items()
    }


def test_another_order_of_landing_and_more_threads_change_no_table(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every table of the sample, the chances of breach and their backtest among them."""
    for path in reversed(files([PROJECT / "sample_data" / "exports"])):
        land(path, tmp_path, Options())
    monkeypatch.setattr(connection, "THREADS", 5)
    build(tmp_path, PROJECT / "sample_data" / "policy", exports(tmp_path))

    found = differing(sample_home, tmp_path)

    assert found == {}


def test_a_difference_is_seen(sample_home: Path, tmp_path: Path) -> None:
    """The comparison can fail: without exports every table that had rows differs."""
    build(tmp_path, PROJECT / "sample_data" / "policy", [])

    found = differing(sample_home, tmp_path)

    assert {"risk_backtest", "risk_curves", "fct_stays", "dim_clusters", "meta"} <= found.keys()
