"""The rows of a landed file: numbered in file order, with the line that each stands on."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from metrics.warehouse.connection import scratch
from metrics.warehouse.landing import rows_sql


def rows(path: Path, first_line: int | None, **columns: list[object]) -> list[tuple[object, ...]]:
    pq.write_table(pa.table(columns), path / "rows.parquet")
    with scratch() as connection:
        return connection.execute(rows_sql(path / "rows.parquet", first_line)).fetchall()


def test_row_number_and_line_are_told_by_the_place_in_the_file(tmp_path: Path) -> None:
    assert rows(tmp_path, 3, a=["x", "y"]) == [("x", 1, 3), ("y", 2, 4)]


def test_stored_lines_stand_where_rows_span_lines(tmp_path: Path) -> None:
    assert rows(tmp_path, None, a=["x", "y"], line=[2, 5]) == [("x", 1, 2), ("y", 2, 5)]


def test_older_landings_hold_both_columns(tmp_path: Path) -> None:
    """The first landings stored row_number, too; it says the same."""
    found = rows(tmp_path, None, a=["x", "y"], row_number=[1, 2], line=[2, 3])

    assert found == [("x", 1, 2), ("y", 2, 3)]
