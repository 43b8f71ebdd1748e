"""A sheet of an Excel or OpenDocument workbook as a table of text: dates as ISO text, formulas
as the values that were saved with them, empty rows left out."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from loaders import text
from loaders.header import folded
from loaders.reading import Reading
from loaders.rejects import Reject, write_rejects
from loaders.text_rows import TextRows
from metrics.errors import ExportError, did_you_mean

XML_LIMIT = 1 << 30  # 1 GB unpacked: a full sheet of 1,048,576 rows and 20 columns
HEAD_ROWS = 50  # titles and blank rows above the header
_Cells = list[Any]


def read_workbook(
    path: Path, plain: Path, workspace: Path, folder: Path, sheet: str | None = None
) -> Reading:
    """Read one sheet into `folder`/rows.parquet: the one named, else the first with a header.

    Raises `ExportError` when the workbook cannot be opened, has no such sheet, or no rows.
    """
    _refuse_bomb(plain, path.name)
    try:
        book = CalamineWorkbook.from_path(str(plain))
        chosen = _sheet(book, sheet, path.name)
        landing = _Landing(book.get_sheet_by_name(chosen), path.name, chosen)
        rows = TextRows(workspace)
        landing.read(rows)
    except PasswordError as error:
        raise _refused("the workbook has a password", path.name, "Save it without one.") from error
    except (CalamineError, OSError, ValueError) as error:
        cure = "Open it in a spreadsheet program and save it again."
        raise _refused(f"the workbook is damaged ({error})", path.name, cure) from error
    return landing.reading(rows, folder, text.sha256_of(path))


def _sheet(book: CalamineWorkbook, wanted: str | None, where: str) -> str:
    names = book.sheet_names
    if wanted is None:
        with_header = [name for name in names if _header_at(book.get_sheet_by_name(name)) >= 0]
        if not with_header:
            what = "no sheet of the workbook has a header of two columns or more"
            raise _refused(what, where, f"Its sheets: {', '.join(names)}.")
        return with_header[0]
    if wanted not in names:
        raise ExportError(
            f'the workbook has no sheet "{wanted}"',
            where=where,
            nearest=did_you_mean(wanted, names),
            next_step=f"Its sheets: {', '.join(names)}.",
        )
    return wanted


def _header_at(sheet: CalamineSheet) -> int:
    """Place of the first row with two filled cells or more, all of them text; -1 if none."""
    for place, cells in enumerate(_rows(sheet)):
        if place >= HEAD_ROWS:
            break
        filled = [cell for cell in cells if shown(cell).strip()]
        if len(filled) > 1 and all(isinstance(cell, str) for cell in filled):
            return place
    return -1


class _Landing:
    """One sheet on its way into Parquet."""

    def __init__(self, sheet: CalamineSheet, name: str, title: str) -> None:
        self.sheet, self.name, self.title = sheet, name, title
        self.columns: tuple[str, ...] = ()
        self.rejected: list[Reject] = []

    def read(self, rows: TextRows) -> None:
        """Every row below the header that is not empty."""
        at = _header_at(self.sheet)
        if at < 0:
            raise _refused(
                f'sheet "{self.title}" has no header', self.name,
                "Name another with --sheet, or put the names of the columns in one row.",
            )  # fmt: skip
        first = (self.sheet.start or (0, 0))[0] + 1
        for place, cells in enumerate(_rows(self.sheet)):
            if place == at:
                self.columns = folded(_without_tail(cells), self.name)
            elif place > at:
                self._take([shown(cell) for cell in cells], first + place, rows)

    def _take(self, cells: list[str], line: int, rows: TextRows) -> None:
        width = len(self.columns)
        if any(cell.strip() for cell in cells[width:]):
            cure = "The row has a value to the right of the header. Name its column, or clear it."
            value = ",".join(cells)[:2000]
            self.rejected.append(Reject(line, None, value, "too_many_columns", cure))
        elif any(cell.strip() for cell in cells):
            rows.add(dict(zip(self.columns, cells[:width], strict=False)), line)

    def reading(self, rows: TextRows, folder: Path, sha256: str) -> Reading:
        """What the landing came to."""
        if rows.rows == 0:
            what = f'sheet "{self.title}" has a header and no rows'
            raise _refused(what, self.name, "Export it again, or name another with --sheet.")
        rows_path, rejects_path = folder / "rows.parquet", folder / "rejects.parquet"
        rows.write(rows_path, {name: name for name in self.columns})
        if self.rejected:
            write_rejects(self.rejected, rejects_path)
        return Reading(
            rows_path=rows_path,
            rejects_path=rejects_path if self.rejected else None,
            sha256=sha256,
            encoding=f'workbook, sheet "{self.title}"',
            delimiter="",
            columns=self.columns,
            rows=rows.rows,
            rejects=len(self.rejected),
            sheet=self.title,
        )


def _rows(sheet: CalamineSheet) -> Iterator[_Cells]:
    return iter(sheet.iter_rows()) if sheet.start is not None else iter(())


def shown(cell: Any) -> str:
    """A cell as text: ISO dates, whole numbers without a point, durations in H:MM:SS."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        nearest = cell + timedelta(milliseconds=500)  # Excel keeps 08:30 as 0.35416666666
        return nearest.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        hours, rest = divmod(abs(seconds), 3600)
        return f"{'-' if seconds < 0 else ''}{hours}:{rest // 60:02}:{rest % 60:02}"
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


def _without_tail(cells: _Cells) -> list[str]:
    """The header, its cells to the right of the last filled one left out."""
    names = [shown(cell) for cell in cells]
    while names and not names[-1].strip():
        names.pop()
    return names


def _refuse_bomb(plain: Path, name: str) -> None:
    """Raises `ExportError` before anything is unpacked that says it is larger than the limit."""
    if not zipfile.is_zipfile(plain):
        return
    with zipfile.ZipFile(plain) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > XML_LIMIT:
        what = f"the workbook unpacks to {size:,} bytes; the limit is {XML_LIMIT:,}"
        raise _refused(what, name, "Export it as CSV.")


def _refused(what: str, where: str, cure: str) -> ExportError:
    return ExportError(what, where=where, next_step=f"{cure} Nothing was landed.")
