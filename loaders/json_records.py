"""A JSON export becomes records: one JSON object as text per row, checked to be valid.

The cutting (json_pieces.py) and the checking (DuckDB's parser) know nothing of each other;
every piece is landed or set aside, and what stands between pieces is looked at.
"""

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import orjson
import pyarrow as pa

from loaders import text
from loaders.json_pieces import Pieces, orjson_or_none, pieces, strangers
from loaders.json_structure import Integers
from loaders.quoting import literal
from loaders.reading import Reading
from loaders.rejects import Reject, write_rejects
from metrics.errors import ExportError
from metrics.warehouse.connection import scratch

RECORD_LIMIT = 1 << 26  # 64 MB of one record: 600 times the largest of a real export
BATCH = 1 << 14  # records at a time: some 16 MB, which keeps DuckDB's two threads busy
BATCH_BYTES = 1 << 27
KEYED = 20_000  # records whose keys are looked at, evenly over the file
_CURE = "The record was set aside: correct it in the export, or export it again."


def read_records(path: Path, plain: Path, workspace: Path, folder: Path) -> Reading:
    """Read a JSON file (`plain` is `path` unpacked) into `folder`/rows.parquet.

    Raises `ExportError` when it is cut off, is no JSON, or holds no records.
    """
    facts = text.scan(plain)
    sha256 = facts.sha256 if plain == path else text.sha256_of(path)
    encoding = "utf-8"
    if facts.has_nul or not facts.is_utf8:
        plain, encoding = text.cleaned(plain, facts, workspace)
    with plain.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # freed with its last user
    landing = _Landing(mapped, plain, path.name, folder)
    landing.run()
    return landing.reading(sha256, encoding)


class _Landing:
    """One file, mapped into memory, on its way into Parquet."""

    def __init__(self, mapped: mmap.mmap, plain: Path, name: str, folder: Path) -> None:
        self.name = name
        self.rows_path, self.rejects_path = folder / "rows.parquet", folder / "rejects.parquet"
        self.data = memoryview(mapped)
        self.found: Pieces = pieces(plain, self.data, name)
        self.ends = _cut_short(self.data, self.found)
        self.buffer = pa.py_buffer(mapped)
        self.rejected: list[Reject] = []
        self.first_line: int | None = None
        self.rows = 0

    def run(self) -> None:
        """Write the good records, then look at what is left over."""
        strange = strangers(self.data, self.found)
        total = len(self.found.starts)
        if total + len(strange) == 0:
            raise ExportError(
                "the file holds no records",
                where=self.name,
                next_step="Export it again with at least one record.",
            )
        self.lines = self._lines()
        is_plain = bool((self.lines == np.arange(1, total + 1)).all())
        with scratch() as connection:
            self._copy(connection, with_line=not is_plain)
            if self.rows < total:
                self._set_aside(connection)
                self._copy(connection, with_line=True)
                is_plain = False
        self.first_line = 1 if is_plain else None
        self.rejected += [_stranger(at, value, self._line(at)) for at, value in strange]
        if self.rows + len(self.rejected) != total + len(strange):
            raise ExportError(
                f"the file holds {total + len(strange):,} records, but {self.rows:,} could be"
                f" read and {len(self.rejected):,} set aside",
                where=self.name,
                next_step="Please report this file. Nothing was landed.",
            )

    def reading(self, sha256: str, encoding: str) -> Reading:
        """What the landing came to."""
        if self.rows == 0:
            first = self.rejected[0]
            raise ExportError(
                f"no record can be used (line {first.line:,}: {first.rule}: {first.value[:60]})",
                where=self.name,
                next_step="Look at that line of the file. Nothing was landed.",
            )
        if self.rejected:
            write_rejects(self.rejected, self.rejects_path)
        return Reading(
            rows_path=self.rows_path,
            rejects_path=self.rejects_path if self.rejected else None,
            sha256=sha256,
            encoding=encoding,
            delimiter="",
            columns=self._keys(),
            rows=self.rows,
            rejects=len(self.rejected),
            first_line=self.first_line,
            form="records",
            envelope=self.found.envelope,
        )

    def _copy(self, connection: duckdb.DuckDBPyConnection, with_line: bool) -> None:
        line = ", line" if with_line else ""
        self._query(
            connection,
            f"copy (select record{line} from pieces where {_valid()})"
            f" to {literal(str(self.rows_path))} (format parquet)",
        )
        rows = literal(str(self.rows_path))
        counted = connection.execute(f"select count(*) from read_parquet({rows})").fetchall()
        self.rows = counted[0][0]

    def _set_aside(self, connection: duckdb.DuckDBPyConnection) -> None:
        bad = self._query(
            connection,
            f"select line, left(record, 2000), place, strlen(record) > {RECORD_LIMIT}"
            f" from pieces where not coalesce({_valid()}, false) order by place",
        )
        self.rejected = [self._reject(*row) for row in bad]

    def _reject(self, line: int, shown: str, place: int, is_long: bool) -> Reject:
        if is_long:
            cure = f"The record is longer than {RECORD_LIMIT:,} bytes. Shorten it."
            return Reject(line, "record", shown, "too_long", cure)
        piece = bytes(self.data[self.found.starts[place] : self.found.ends[place]])
        try:
            orjson.loads(piece)
        except orjson.JSONDecodeError as error:
            what = f"This is no JSON at character {error.pos + 1:,} of it ({error.msg}). {_CURE}"
            return Reject(line, "record", shown, "bad_json", what)
        return Reject(line, "record", shown, "not_an_object", f"This is no object. {_CURE}")

    def _query(self, connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
        reader = pa.RecordBatchReader.from_batches(_SCHEMA, self._batches())
        connection.register("pieces", reader)
        try:
            return connection.execute(query).fetchall()
        except duckdb.Error as error:
            raise ExportError(
                f"the file cannot be read ({str(error).splitlines()[0]})", where=self.name
            ) from error
        finally:
            connection.unregister("pieces")

    def _batches(self) -> Iterator[pa.RecordBatch]:
        starts, ends = self.found.starts, self.ends
        low = 0
        while low < len(starts):
            high = int(np.searchsorted(ends, starts[low] + BATCH_BYTES))
            high = max(low + 1, min(high, low + BATCH, len(starts)))
            yield pa.record_batch(
                [
                    self._texts(low, high),
                    pa.array(self.lines[low:high]),
                    pa.array(np.arange(low, high)),
                ],
                schema=_SCHEMA,
            )
            low = high

    def _texts(self, low: int, high: int) -> pa.Array:
        """The records as Arrow strings that point into the mapped file; nothing is copied."""
        starts, ends = self.found.starts[low:high], self.ends[low:high]
        base, stop = int(starts[0]), int(ends[-1])
        views = np.zeros((len(starts), 4), dtype=np.int32)
        array = np.frombuffer(self.data[base:stop], dtype=np.uint8)
        views[:, 0], views[:, 3] = ends - starts, starts - base
        wide = np.minimum((starts - base)[:, None] + np.arange(12), stop - base - 1)
        heads = np.ascontiguousarray(array[wide]).view(np.int32)
        views[:, 1] = heads[:, 0]
        for at in np.flatnonzero(ends - starts <= 12):
            inline = bytes(self.data[starts[at] : ends[at]]).ljust(12, b"\0")
            views[at, 1:] = np.frombuffer(inline, dtype=np.int32)
        pieces_of = [None, pa.py_buffer(views.tobytes()), self.buffer.slice(base, stop - base)]
        return pa.Array.from_buffers(pa.string_view(), len(starts), pieces_of)

    def _lines(self) -> Integers:
        """The physical line on which each record starts."""
        array = np.frombuffer(self.data, dtype=np.uint8)
        step, starts = 1 << 22, self.found.starts
        lines, before = [], 1
        for at in range(0, len(array), step):
            newlines = np.flatnonzero(array[at : at + step] == 10) + at
            low, high = np.searchsorted(starts, (at, at + step))
            lines.append(before + np.searchsorted(newlines, starts[low:high]))
            before += len(newlines)
        return np.concatenate(lines)

    def _line(self, offset: int) -> int:
        at = max(0, int(np.searchsorted(self.found.starts, offset)) - 1)
        return int(self.lines[at]) if len(self.lines) else 1

    def _keys(self) -> tuple[str, ...]:
        """Top-level keys in the order met."""
        step = max(1, len(self.found.starts) // KEYED)
        keys: dict[str, None] = {}
        for start, end in zip(self.found.starts[::step], self.found.ends[::step], strict=True):
            record = orjson_or_none(self.data[start:end])
            keys |= dict.fromkeys(record if isinstance(record, dict) else ())
        return tuple(keys)


_SCHEMA = pa.schema({"record": pa.string_view(), "line": pa.int64(), "place": pa.int64()})


def _valid() -> str:
    """Valid JSON, an object, and not too long."""
    return (
        f"strlen(record) <= {RECORD_LIMIT} and json_valid(record)"
        " and (ascii(record) = 123 or ltrim(record) like '{%')"
    )


def _cut_short(data: memoryview, found: Pieces) -> Integers:
    """The ends, those of records over the limit right behind it and never inside a letter."""
    ends = np.minimum(found.ends, found.starts + RECORD_LIMIT + 8)
    for at in np.flatnonzero(ends < found.ends):
        while data[ends[at]] & 0xC0 == 0x80:
            ends[at] -= 1
    return ends


def _stranger(offset: int, value: str, line: int) -> Reject:
    cure = f"This stands between the records and is no object. {_CURE}"
    return Reject(line, "record", value[:2000], "not_an_object", cure)
