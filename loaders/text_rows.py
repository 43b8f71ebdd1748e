"""Rows of text on their way into Parquet, in batches, whichever columns turn up on the way."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from loaders.quoting import identifier, literal
from metrics.errors import ExportError
from metrics.warehouse.connection import scratch

BATCH = 50_000  # rows held at a time: some 100 MB of 40 columns


class TextRows:
    """Takes rows as column -> text with their lines; blank text is null.

    `workspace` holds the batches until `write` joins them in the order of `columns`.
    """

    def __init__(self, workspace: Path) -> None:
        self.columns: dict[str, None] = {}
        self.rows = 0
        self._workspace = workspace
        self._batch: list[dict[str, str]] = []
        self._lines: list[int] = []
        self._files: list[Path] = []

    def add(self, row: dict[str, str], line: int) -> None:
        """One more row; a value that is blank once trimmed is left out."""
        kept = {name: trimmed for name, text in row.items() if (trimmed := text.strip())}
        self.columns |= dict.fromkeys(kept)
        self._batch.append(kept)
        self._lines.append(line)
        self.rows += 1
        if len(self._batch) >= BATCH:
            self._flush()

    def write(self, path: Path, names: Mapping[str, str]) -> None:
        """All rows as text columns under their names (column as added -> name), and `line`.

        Raises `ExportError` when fewer rows arrive than were added.
        """
        self._flush()
        listed = ", ".join(literal(str(file)) for file in self._files)
        known = ", ".join(
            f"{self._place(column)} as {identifier(name)}" for column, name in names.items()
        )
        with scratch() as connection:
            source = f"read_parquet([{listed}], union_by_name = true)"
            target = f"{literal(str(path))} (format parquet)"
            connection.execute(f"copy (select {known}, line from {source}) to {target}")
            written = counted(connection, path)
        if written != self.rows:
            raise ExportError(
                f"{self.rows:,} rows were read and {written:,} written",
                next_step="Please report this file. Nothing was landed.",
            )

    def _place(self, column: str) -> str:
        """The column in the batches; a null for one that no row filled."""
        places = list(self.columns)
        return f"c{places.index(column)}" if column in places else "cast(null as varchar)"

    def _flush(self) -> None:
        if not self._batch:
            return
        data = {
            f"c{place}": pa.array([row.get(name) for row in self._batch], pa.string())
            for place, name in enumerate(self.columns)
        }
        data["line"] = pa.array(self._lines, pa.int64())
        file = self._workspace / f"rows_{len(self._files)}.parquet"
        pq.write_table(pa.table(data), file)
        self._files.append(file)
        self._batch, self._lines = [], []


def counted(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Rows of a Parquet file."""
    found: list[tuple[int]] = connection.execute(
        f"select count(*) from read_parquet({literal(str(path))})"
    ).fetchall()
    return found[0][0]
