"""A JSON export becomes records: one JSON object as text per row, checked to be valid.

The cutting (json_pieces.py) and the checking (DuckDB's parser) know nothing of each other;
every piece is landed or set aside, and what stands between pieces is looked at.
"""

import mmap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import orjson

from loaders import text
from loaders.json_arrow import Texts
from loaders.json_pieces import Pieces, orjson_or_none, pieces, strangers
from loaders.json_structure import Integers
from loaders.reading import Reading
from loaders.rejects import Reject, write_rejects
from metrics.errors import ExportError
from metrics.warehouse.connection import scratch

RECORD_LIMIT = 1 << 26  # 64 MB of one record: 600 times the largest of a real export
KEYED = 20_000  # records whose keys are looked at, evenly over the file
_CURE = "The record was set aside: correct it in the export, or export it again."


def read_records(path: Path, plain: Path, workspace: Path, folder: Path) -> Reading:
    """Read a JSON file (`plain` is `path` unpacked) into `folder`/rows.parquet.

    Raises `ExportError` when it is cut off, is no JSON, or holds no records.
    """
    encoding = "utf-8"
    if not text.is_plain_utf8(plain):
        plain, encoding = text.cleaned(plain, text.scan(plain), workspace)
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(text.sha256_of, path)
        landing = _Landing(plain, path.name, folder)
        landing.run()
        return landing.reading(digest.result(), encoding)


class _Landing:
    """One file, mapped into memory, on its way into Parquet."""

    def __init__(self, plain: Path, name: str, folder: Path) -> None:
        self.plain, self.name = plain, name
        self.rows_path, self.rejects_path = folder / "rows.parquet", folder / "rejects.parquet"
        with plain.open("rb") as file:  # the mapping goes with its last user
            self.mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.data = memoryview(self.mapped)
        self.rejected: list[Reject] = []
        self.first_line: int | None = None
        self.rows = 0
        self.found: Pieces
        self.texts: Texts
        self.lines: Integers

    def run(self) -> None:
        """Cut, check every piece, write the good ones, and account for all.

        Raises `ExportError` when there are no records, or fewer rows than pieces arrive.
        """
        bad = self._cut(may_guess=True)
        if bad and self.found.is_guess:
            bad = self._cut(may_guess=False)
        strange = strangers(self.data, self.found)
        total = len(self.texts.starts) + len(strange)
        if total == 0:
            raise ExportError(
                "the file holds no records",
                where=self.name,
                next_step="Export it again with at least one record.",
            )
        self.lines = self.texts.lines()
        self.rejected = [self._reject(*row) for row in bad]
        self.rejected += [_stranger(at, value, self._line(at)) for at, value in strange]
        self._write([place for place, *_ in bad])
        if self.rows + len(self.rejected) != total:
            raise ExportError(
                f"the file holds {total:,} records, but {self.rows:,} could be read and"
                f" {len(self.rejected):,} set aside",
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

    def _cut(self, may_guess: bool) -> list[tuple[int, str, bool]]:
        """Find the pieces; those that are no record, as (place, first letters, is too long)."""
        self.found = pieces(self.plain, self.data, self.name, may_guess)
        ends = _cut_short(self.data, self.found)
        self.texts = Texts(self.mapped, self.found.starts, ends)
        with scratch() as connection:
            connection.register("pieces", self.texts.reader())
            return connection.execute(
                f"select place, left(record, 2000), strlen(record) > {RECORD_LIMIT} from pieces"
                f" where not coalesce({_valid()}, false) order by place"
            ).fetchall()

    def _write(self, bad: list[int]) -> None:
        """The good records; their lines only where they are not their numbers."""
        kept = np.delete(np.arange(len(self.lines)), bad)
        lines = self.lines[kept]
        is_plain = bool((lines == np.arange(1, len(lines) + 1)).all())
        self.first_line = 1 if is_plain else None
        texts = Texts(self.mapped, self.texts.starts[kept], self.texts.ends[kept])
        self.rows = texts.write(self.rows_path, None if is_plain else lines)

    def _reject(self, place: int, shown: str, is_long: bool) -> Reject:
        line = int(self.lines[place])
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
