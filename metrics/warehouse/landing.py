"""The rows of a landed file as SQL: its columns as read, `row_number` and `line`."""

from pathlib import Path

_TOLD = "('row_number', 'line', 'file_row_number')"


def rows_sql(rows_path: Path, first_line: int | None) -> str:
    """A select of every column of the Parquet file, its `row_number` (1.. in file order) and
    its physical `line`: `first_line` is that of row 1 where each row is one line, and None
    where the file holds its lines as a column."""
    path = "'" + str(rows_path).replace("'", "''") + "'"
    line = "line" if first_line is None else f"file_row_number + {first_line:d}"
    return (
        f"select columns(lambda name: name not in {_TOLD}),"
        f" file_row_number + 1 as row_number, {line} as line"
        f" from read_parquet({path}, file_row_number = true)"
    )
