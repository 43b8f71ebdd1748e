"""One landed file opened for SQL: the view `file_rows`, and for each part the view `landed`."""

from pathlib import Path

import duckdb

from metrics.warehouse.landing import rows_sql

WHOLE = "select * from file_rows"  # a part that is the file as it stands


def open_file(
    connection: duckdb.DuckDBPyConnection, rows_path: Path, first_line: int | None
) -> None:
    """Make the rows of a landed file the view `file_rows`."""
    close(connection)
    rows = rows_sql(rows_path, first_line)
    connection.execute(f"create or replace temp view file_rows as {rows}")


def open_part(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Make `rows` (SQL over `file_rows`) the view `landed`; flattened once if it flattens."""
    close(connection)
    if rows != WHOLE:
        connection.execute(f"create temp table part_rows as {rows}")
        rows = "select * from part_rows"
    connection.execute(f"create or replace temp view landed as {rows}")


def close(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of the part that is open."""
    connection.execute("drop view if exists landed")
    connection.execute("drop table if exists part_rows")
