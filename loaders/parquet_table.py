"""A Parquet file as a table of text: instants as ISO text, lists and structs as JSON."""

from pathlib import Path

import duckdb

from loaders import text
from loaders.header import folded
from loaders.quoting import identifier, literal
from loaders.reading import Reading
from loaders.text_rows import counted
from metrics.errors import ExportError
from metrics.warehouse.connection import scratch

_NESTED = ("STRUCT", "MAP", "UNION")


def read_parquet(path: Path, plain: Path, folder: Path) -> Reading:
    """Read a Parquet file into `folder`/rows.parquet; row n stands on "line" n.

    Raises `ExportError` when it is damaged or has no rows.
    """
    source = f"read_parquet({literal(str(plain))})"
    target = folder / "rows.parquet"
    with scratch() as connection:
        try:
            described = connection.execute(f"describe select * from {source}").fetchall()
            columns = folded([str(row[0]) for row in described], path.name)
            listed = ", ".join(
                f"{_text(str(row[0]), str(row[1]))} as {identifier(name)}"
                for row, name in zip(described, columns, strict=True)
            )
            expected = counted(connection, plain)
            connection.execute(
                f"copy (select {listed} from {source}) to {literal(str(target))} (format parquet)"
            )
        except duckdb.Error as error:
            raise ExportError(
                f"the Parquet file is damaged ({str(error).splitlines()[0][:200]})",
                where=path.name,
                next_step="Write it again; nothing of it was landed.",
            ) from error
        rows = counted(connection, target)
    if rows == 0 or rows != expected:
        raise ExportError(
            f"the file holds {expected:,} rows, and {rows:,} could be read",
            where=path.name,
            next_step="Export it again with at least one row. Nothing was landed.",
        )
    return Reading(
        target, None, text.sha256_of(path), "parquet", "", columns, rows, 0, first_line=1
    )


def _text(name: str, kind: str) -> str:
    """SQL for a column as trimmed text, blank as null."""
    value = identifier(name)
    is_nested = kind.startswith(_NESTED) or kind.endswith("]")
    written = f"to_json({value})" if is_nested else value
    if kind == "BLOB":
        written = f"decode({value})"
    return f"nullif(trim(cast({written} as varchar)), '')"
