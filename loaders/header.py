"""The header of a clean text file: its delimiter and unique column names."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from metrics.errors import ExportError

COLUMN_LIMIT = 2_000  # the widest real export seen has 379
DELIMITERS = (",", ";", "\t", "|")
RESERVED = ("row_number", "line", "file_row_number")  # what is told beside the columns
BLANKS = " \t\u00a0\u2007\u202f\ufeff"


@dataclass(frozen=True)
class Head:
    """How the file starts: delimiter, column names (unique), lines before the first row."""

    delimiter: str
    columns: tuple[str, ...]
    skipped_lines: int


def head(path: Path, name: str) -> Head:
    """The delimiter and the folded header of a clean file.

    Raises `ExportError` when there is no header or only one column.
    """
    with path.open("rb") as file:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(file.read(1 << 20))
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    skipped, forced = 0, None
    while lines and not lines[0].strip(BLANKS + "\r\n"):
        lines, skipped = lines[1:], skipped + 1
    if lines and (match := re.fullmatch(r"sep=(.)\s*", lines[0])):
        lines, skipped, forced = lines[1:], skipped + 1, match[1]
    if not lines:
        raise ExportError("the file holds nothing but blank lines", where=name)
    delimiter = forced or _delimiter(lines[0])
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter)
    return Head(delimiter, folded(next(reader), name), skipped)


def _delimiter(line: str) -> str:
    """The one that splits the header into most columns, quotes respected."""
    counts = {one: len(next(csv.reader([line], delimiter=one))) for one in DELIMITERS}
    return max(DELIMITERS, key=lambda one: counts[one])


def folded(names: list[str], where: str) -> tuple[str, ...]:
    """Unique names by position: "Labels", "Labels (2)"; blank ones are "Column 3"."""
    if len(names) < 2:
        raise ExportError(
            "the header has one column only, so this is no export with rows and columns",
            where=where,
            next_step="Expected a CSV separated by comma, semicolon, tab or bar.",
        )
    if len(names) > COLUMN_LIMIT:
        raise ExportError(f"{len(names):,} columns; the limit is {COLUMN_LIMIT:,}", where=where)
    taken = set(RESERVED)
    unique = []
    for position, raw in enumerate(names, start=1):
        name = " ".join(raw.strip(BLANKS + "\r\n").split()) or f"Column {position}"
        candidate, count = name, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{name} ({count})"
        taken.add(candidate.casefold())
        unique.append(candidate)
    return tuple(unique)
