"""Counts the records of a clean text file and finds their physical lines, without DuckDB.

The second opinion that every landing is reconciled with. Newlines and quote parity are
scanned with NumPy; a file whose quotes stand in odd places is walked with Python's csv.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from loaders.header import Head
from loaders.text import CHUNK, Facts
from metrics.errors import ExportError

Integers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
QUOTE, NEWLINE, RETURN = 34, 10, 13
MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Records:
    """Physical line and byte offset of each record after the header, blank lines left out."""

    lines: Integers
    offsets: Integers


def simple_count(facts: Facts, head: Head) -> int | None:
    """Rows after the header when every line is a record, else None."""
    if facts.quotes or facts.has_blank_lines:
        return None
    return facts.newlines + facts.ends_open - head.skipped_lines - 1


def records(path: Path, head: Head, facts: Facts, name: str) -> Records:
    """Where every record of the file starts.

    Raises `ExportError` when a quote opens and never closes.
    """
    found = _scanned(path, facts, head.delimiter) or _walked(path, head.delimiter, name)
    after_header = found.lines > head.skipped_lines
    return Records(found.lines[after_header][1:], found.offsets[after_header][1:])


def unclosed(line: int, name: str) -> ExportError:
    """The refusal of a file in which a quote swallows the rest."""
    return ExportError(
        f"a quote opened on line {line:,} never closes",
        where=name,
        next_step="Close or remove it in the export. Nothing was landed.",
    )


def _scanned(path: Path, facts: Facts, delimiter: str) -> Records | None:
    """Record starts by quote parity; None when a quote stands where no field starts or ends."""
    may_open = np.zeros(256, dtype=bool)
    may_open[[ord(delimiter), NEWLINE, RETURN, QUOTE]] = True
    inside, previous, line, offset = 0, NEWLINE, 1, 0
    lines, starts = [np.array([1])], [np.array([0])]
    for data in _chunks(path):
        quotes, newlines = np.flatnonzero(data == QUOTE), np.flatnonzero(data == NEWLINE)
        before = data[quotes[inside::2] - 1]  # of a quote at the start: the last byte, put right
        if len(before) and quotes[inside] == 0:
            before[0] = previous
        if not may_open[before].all():
            return None
        outside = (np.searchsorted(quotes, newlines) + inside) & 1 == 0
        lines.append(line + 1 + np.flatnonzero(outside))
        starts.append(offset + newlines[outside] + 1)
        line, offset = line + len(newlines), offset + len(data)
        inside, previous = (inside + len(quotes)) & 1, int(data[-1])
    if inside:
        return None
    return _without_blanks(np.concatenate(lines), np.concatenate(starts), offset, facts)


def _without_blanks(lines: Integers, starts: Integers, size: int, facts: Facts) -> Records:
    """Records longer than their own line end."""
    lengths = np.diff(np.append(starts, size))
    kept = lengths > (2 if facts.crlf else 1)
    kept[-1] = lengths[-1] > 0
    return Records(lines[kept], starts[kept])


def _walked(path: Path, delimiter: str, name: str) -> Records:
    """The slow road, record by record, for quotes that stand anywhere."""
    lines, starts = [], []
    with path.open("rb") as file:
        marked = file.read(3) == MARK
        file.seek(3 if marked else 0)
        walker = _Walker(file, 3 if marked else 0)
        reader = csv.reader(walker, delimiter=delimiter)
        csv.field_size_limit(1 << 30)
        line, offset = 1, walker.offset
        for record in reader:
            if walker.is_over:
                if record != [_SENTINEL]:
                    raise unclosed(line, name)
                break
            if record:
                lines.append(line)
                starts.append(offset)
            line, offset = reader.line_num + 1, walker.offset
    return Records(np.array(lines, dtype=np.int64), np.array(starts, dtype=np.int64))


_SENTINEL = "\x00end of export"  # cannot stand in a clean file, which holds no NUL


class _Walker:
    """Lines of the file as text, with the offset of the next one, and a sentinel at the end."""

    def __init__(self, lines: Iterator[bytes], offset: int) -> None:
        self.lines, self.offset, self.is_over = lines, offset, False

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.offset += len(line)
            text = line.decode("utf-8")
            yield text if text.endswith("\n") else text + "\n"
        self.is_over = True
        yield _SENTINEL


def _chunks(path: Path) -> Iterator[Bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield np.frombuffer(chunk, dtype=np.uint8)
