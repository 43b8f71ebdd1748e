"""A text export becomes records: rows.parquet in file order, and what was set aside.

DuckDB reads with an explicit dialect while Python counts the records on its own; the two
must agree, or nothing is landed. It gives no column a meaning.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from loaders import header, json_records, parquet_table, text, workbook, xes
from loaders import records as recorded
from loaders.forms import form_of
from loaders.quoting import identifier, literal
from loaders.reading import Reading
from loaders.text_rows import counted
from metrics.errors import ExportError
from metrics.warehouse.connection import scratch

LINE_LIMIT = 2_000_000  # bytes of one record; longer ones are set aside
# Neither is read again for looking up one value, so no Bloom filters; dictionaries of columns
# that hardly repeat cost more than they save.
PACKED = "format parquet, write_bloom_filter false, dictionary_size_limit 10000"
HEAD_BYTES = 1 << 24  # 16 MB: smaller files are known whole before they are read
_RULES = {
    "MISSING COLUMNS": (
        "too_few_columns",
        "The row has fewer columns than the header. Correct it in the export and load again.",
    ),
    "TOO MANY COLUMNS": (
        "too_many_columns",
        "The row has more columns than the header, often an unquoted delimiter. Quote it.",
    ),
    "UNQUOTED VALUE": (
        "stray_quote",
        "A quote stands inside a quoted value. Double it in the export and load again.",
    ),
    "LINE SIZE OVER MAXIMUM": (
        "too_long",
        f"The row is longer than {LINE_LIMIT:,} bytes. Look for a missing quote or shorten it.",
    ),
    "INVALID ENCODING": ("bad_encoding", "The row is not UTF-8. Export the file as UTF-8."),
}


@dataclass(frozen=True)
class _Dialect:
    path: Path
    head: header.Head
    blanks: str  # what a value may start or end with


def read(path: Path, workspace: Path, rows_folder: Path, sheet: str | None = None) -> Reading:
    """Read `path` into `rows_folder`/rows.parquet (and rejects.parquet if any).

    Columns are trimmed text under their folded names, of JSON one record as text; `line`
    (physical line) is one of them only where rows and lines part. `workspace` takes temporary
    copies; `sheet` names one of a workbook.

    Raises `ExportError` when the file is no export, has no rows, or does not reconcile.
    """
    plain = text.unpacked(path, workspace)
    form = form_of(plain, path.name)
    if form == "json":
        return json_records.read_records(path, plain, workspace, rows_folder)
    if form == "workbook":
        return workbook.read_workbook(path, plain, workspace, rows_folder, sheet)
    if form == "parquet":
        return parquet_table.read_parquet(path, plain, rows_folder)
    if form == "xes":
        return xes.read_xes(path, plain, workspace, rows_folder)
    return _delimited(path, plain, workspace, rows_folder)


def _delimited(path: Path, plain: Path, workspace: Path, rows_folder: Path) -> Reading:
    start = text.scan(plain, HEAD_BYTES)
    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(text.scan, plain) if start.size >= HEAD_BYTES else None
        landed = _attempt(plain, path.name, start, rows_folder) if start.is_clean else None
        facts = whole.result() if whole else start
    encoding = "utf-8"
    if not facts.is_clean:
        plain, encoding = text.cleaned(plain, facts, workspace)
        facts, landed = text.scan(plain), None
    if landed is None or _differs(start, facts):
        landed = _Landing(_dialect(plain, path.name, facts), path.name, rows_folder)
        landed.run()
    landed.reconcile(facts)
    sha256 = facts.sha256 if plain == path else text.sha256_of(path)
    return landed.reading(sha256, encoding)


def _attempt(path: Path, name: str, facts: text.Facts, folder: Path) -> "_Landing | None":
    """A reading on what the first megabytes say; None if the rest turns out otherwise."""
    landing = _Landing(_dialect(path, name, facts), name, folder)
    if facts.size < HEAD_BYTES:
        landing.run()
        return landing
    try:
        landing.run()
    except ExportError:
        return None
    return landing


def _differs(start: text.Facts, whole: text.Facts) -> bool:
    return (start.newline, start.blanks) != (whole.newline, whole.blanks)


def _dialect(path: Path, name: str, facts: text.Facts) -> _Dialect:
    head = header.head(path, name)
    unseen = "" if head.delimiter in header.DELIMITERS else " "  # where a "sep=" line names another
    return _Dialect(path, head, facts.blanks or unseen)


class _Landing:
    """One run of DuckDB over one clean file."""

    def __init__(self, dialect: _Dialect, name: str, folder: Path) -> None:
        self.dialect, self.name = dialect, name
        self.rows_path, self.rejects_path = folder / "rows.parquet", folder / "rejects.parquet"
        self.rows = 0
        self.first_line: int | None = dialect.head.skipped_lines + 2
        self.rejected: list[tuple[Any, ...]] = []

    def run(self) -> None:
        """Read everything; structural rejects are kept for `reconcile`."""
        with scratch() as connection:
            try:
                connection.execute(
                    f"copy (select {self._trimmed()} from {self._source()})"
                    f" to {literal(str(self.rows_path))} ({PACKED})"
                )
                self.rejected = connection.execute(
                    "select line_byte_position, min_by(error_type, ifnull(column_idx, 0))::varchar,"
                    " min_by(column_name, column_idx), any_value(csv_line)"
                    " from reject_errors group by line_byte_position order by 1"
                ).fetchall()
            except duckdb.Error as error:
                raise ExportError(
                    f"the file cannot be read ({str(error).splitlines()[0]})", where=self.name
                ) from error
            self.rows = counted(connection, self.rows_path)

    def reconcile(self, facts: text.Facts) -> None:
        """Compare with the independent count and put physical lines right.

        Raises `ExportError` when the counts differ or there are no rows at all.
        """
        expected = recorded.simple_count(facts, self.dialect.head)
        if expected is None or self.rejected or expected != self.rows:
            found = recorded.records(self.dialect.path, self.dialect.head, facts, self.name)
            expected = len(found.lines)
            self._reconciled(expected)
            self._place(found)
        self._reconciled(expected)

    def reading(self, sha256: str, encoding: str) -> Reading:
        """What the landing came to."""
        rejects = self.rejects_path if self.rejected else None
        head = self.dialect.head
        counts = (self.rows, len(self.rejected), self.first_line)
        return Reading(
            self.rows_path, rejects, sha256, encoding, head.delimiter, head.columns, *counts
        )

    def _reconciled(self, expected: int) -> None:
        if expected == 0:
            raise ExportError(
                "the file has a header and no rows",
                where=self.name,
                next_step="Export it again with at least one row.",
            )
        if self.rows + len(self.rejected) != expected:
            raise ExportError(
                f"the file holds {expected:,} records, but {self.rows:,} could be read and"
                f" {len(self.rejected):,} set aside",
                where=self.name,
                next_step="Look for a stray quote, or export it again. Nothing was landed.",
            )

    def _place(self, found: recorded.Records) -> None:
        """Give rows and rejects the physical lines of their records."""
        positions = np.array([row[0] - 1 for row in self.rejected], dtype=np.int64)
        at = np.searchsorted(found.offsets, positions, side="right") - 1
        lines = np.delete(found.lines, at)
        if len(lines) != self.rows:
            raise ExportError("rows and set-aside rows overlap", where=self.name)
        with scratch() as connection:
            if not np.array_equal(lines, np.arange(len(lines)) + (self.first_line or 0)):
                self._rewrite(connection, lines)
            if self.rejected:
                self._write_rejects(connection, found.lines[at].tolist())

    def _rewrite(self, connection: duckdb.DuckDBPyConnection, lines: recorded.Integers) -> None:
        connection.register("lines", pa.table({"line": lines}))
        placed = self.rows_path.with_name("placed.parquet")
        connection.execute(
            f"copy (from read_parquet({literal(str(self.rows_path))}) positional join lines)"
            f" to {literal(str(placed))} (format parquet)"
        )
        placed.replace(self.rows_path)
        self.first_line = None

    def _write_rejects(self, connection: duckdb.DuckDBPyConnection, lines: list[int]) -> None:
        rules = [
            _RULES.get(row[1], (str(row[1]).lower().replace(" ", "_"), "")) for row in self.rejected
        ]
        table = {
            "line": pa.array(lines, pa.int64()),
            "column_name": pa.array([row[2] for row in self.rejected], pa.string()),
            "value": pa.array([str(row[3])[:2000] for row in self.rejected], pa.string()),
            "rule": pa.array([rule for rule, _ in rules], pa.string()),
            "cure": pa.array([cure for _, cure in rules], pa.string()),
        }
        connection.register("rejected", pa.table(table))
        target = literal(str(self.rejects_path))
        connection.execute(f"copy (from rejected) to {target} (format parquet)")

    def _trimmed(self) -> str:
        names = [identifier(name) for name in self.dialect.head.columns]
        return ", ".join(f"{self._trim(name)} as {name}" for name in names)

    def _trim(self, name: str) -> str:
        """Only what starts or ends with a blank is trimmed: to look is far cheaper, and to see
        that no blank starts a text cheapest, since only controls and nothing sort before '!'."""
        blanks = self.dialect.blanks
        if not blanks:
            return name
        wide = [edge for one in blanks[1:] for edge in (f"{one}%", f"%{one}")]
        edges = [f"{name} like {literal(edge)}" for edge in wide]
        padded = " or ".join([f"{name} < '!'", f"{name} like '% '", *edges])
        trimmed = f"nullif(trim({name}, {literal(blanks)}), '')"
        return f"case when {padded} then {trimmed} else {name} end"

    def _source(self) -> str:
        head = self.dialect.head
        columns = ", ".join(f"{literal(name)}: 'varchar'" for name in head.columns)
        return (
            f"read_csv({literal(str(self.dialect.path))}, auto_detect = false,"
            f" columns = {{{columns}}}, header = true, skip = {head.skipped_lines},"
            f" delim = {literal(head.delimiter)}, quote = '\"', escape = '\"',"
            f" encoding = 'utf-8', compression = 'none',"
            f" strict_mode = true, store_rejects = true, max_line_size = {LINE_LIMIT})"
        )
