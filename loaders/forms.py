"""Which form a file has, by its first bytes: text, JSON, a workbook, Parquet or an event log.

What cannot be an export is refused with what it is.
"""

import codecs
import re
import zipfile
from pathlib import Path
from typing import Literal

from metrics.errors import ExportError

FileForm = Literal["text", "json", "workbook", "parquet", "xes"]
# An export of at least one record; a CSV header such as [CHART] Date does not look like it.
_JSON = re.compile(rb'\s*(\{\s*["}]|\[\s*[{\[\]"\d])')
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHERS = (
    (b"%PDF", "a PDF", "Export the list as CSV."),
    (b"SQLite format 3", "a SQLite database", "Export the table as CSV."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
)
_SHEETS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def form_of(plain: Path, name: str) -> FileForm:
    """The form of a file that is not packed.

    Raises `ExportError` when it is empty or no export.
    """
    with plain.open("rb") as file:
        first = file.read(4096)
    if not first:
        cure = "Export it again with at least one row."
        raise ExportError("the file is empty", where=name, next_step=cure)
    if first.startswith(b"PK\x03\x04"):
        return _zipped(plain, name)
    if first.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    if first.startswith(b"PAR1"):
        return "parquet"
    for magic, what, cure in _OTHERS:
        if first.startswith(magic):
            raise ExportError(f"this is {what}, not an export", where=name, next_step=cure)
    for mark in _MARKS:
        first = first.removeprefix(mark)
    start = first.replace(b"\x00", b"").lstrip()
    if start.startswith(b"<"):
        return _tagged(start, name)
    return "json" if _JSON.match(start) else "text"


def _tagged(start: bytes, name: str) -> FileForm:
    if re.search(rb"<(\w+:)?log[\s>]", start) or b"xes" in start:
        return "xes"
    if re.search(rb"<(feed|rss)[\s>]", start):
        raise ExportError(
            "this is a news feed: text for readers, in which no time or status has a field",
            where=name,
            next_step="Load what the status page gives programs, such as its incidents.json.",
        )
    raise ExportError(
        "this is HTML or XML (often a sign-in page), not an export",
        where=name,
        next_step="Export the list as CSV or JSON.",
    )


def is_workbook(path: Path) -> bool:
    """Whether a zip archive is a workbook, by its members."""
    with zipfile.ZipFile(path) as archive:
        return any(member in _SHEETS for member in archive.namelist())


def _zipped(plain: Path, name: str) -> FileForm:
    try:
        if is_workbook(plain):
            return "workbook"
    except (zipfile.BadZipFile, OSError) as error:
        raise ExportError(
            f"the zip archive or workbook is damaged ({error})",
            where=name,
            next_step="Fetch it again; nothing of it was landed.",
        ) from error
    raise ExportError(
        "this is a zip archive, not one export",
        where=name,
        next_step="Load it from the command line, which unpacks it, or unpack it first.",
    )
