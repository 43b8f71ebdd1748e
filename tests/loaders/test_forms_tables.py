"""Workbooks and Parquet files land as tables of text, as CSV does."""

import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loaders.manifest import exports
from loaders.read import read
from loaders.reading import Reading
from metrics.errors import ExportError
from tests.loaders.exports import events, landed, parquet, rows, table, write


def reading(folder: Path, content: bytes, name: str, sheet: str | None = None) -> Reading:
    workspace = folder / "work"
    workspace.mkdir(parents=True, exist_ok=True)
    return read(write(folder / "in", content, name), workspace, folder, sheet)


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for row in lines:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet_bytes(**columns: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def refused(folder: Path, content: bytes, name: str, sheet: str | None = None) -> str:
    with pytest.raises(ExportError) as error:
        reading(folder, content, name, sheet)
    return str(error.value)


def test_cells_of_a_workbook_are_text(tmp_path: Path) -> None:
    """ISO dates, whole numbers without a point, lower-case booleans, durations, trimmed text."""
    at = datetime(2026, 1, 5, 8, 30)
    cells = [" C1 ", 7.0, 1.5, at, date(2026, 1, 6), timedelta(hours=30, minutes=5), True, None]

    found = reading(tmp_path, workbook({"A": [list("abcdefgh"), cells]}), "x.xlsx")

    assert parquet(found.rows_path, "* exclude line") == [
        ("C1", "7", "1.5", "2026-01-05 08:30:00", "2026-01-06", "30:05:00", "true", None)
    ]
    assert found.encoding == 'workbook, sheet "A"'


def test_titles_and_empty_rows_round_the_table_are_no_rows(tmp_path: Path) -> None:
    """A title above the header, hundreds of empty rows below; lines are the sheet's own."""
    lines: list[list[Any]] = [["My report"], [], ["id", "state", None], [1, "new"]]
    lines += [[None, None]] * 300 + [[2, "open"], [3, "x", None, "stray"]]

    found = reading(tmp_path, workbook({"About": [["text"]], "Data": lines}), "x.xlsx")

    assert (found.columns, found.rows, found.rejects) == (("id", "state"), 2, 1)
    assert table(found, "id, state, row_number, line") == [
        ("1", "new", 1, 4),
        ("2", "open", 2, 305),
    ]
    assert parquet(found.rejects_path, "line, rule") == [(306, "too_many_columns")]


def test_a_sheet_can_be_named(tmp_path: Path) -> None:
    """The first with a header otherwise; a wrong name gets the nearest right one."""
    book = workbook({"One": [["a", "b"], [1, 2]], "Two": [["c", "d"], [3, 4]]})

    assert reading(tmp_path / "1", book, "x.xlsx").columns == ("a", "b")
    assert reading(tmp_path / "2", book, "x.xlsx", "Two").columns == ("c", "d")
    assert 'mean "Two"' in refused(tmp_path / "3", book, "x.xlsx", "Too")


@pytest.mark.parametrize(
    "content, says",
    [
        (workbook({"A": [["a", "b"]]}), "a header and no rows"),
        (workbook({"A": [[1, 2], [3, 4]]}), "no sheet of the workbook has a header"),
        (workbook({"A": [["a", "b"], [1, 2]]})[:-300], "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "damaged"),
    ],
)
def test_a_workbook_without_a_table_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """Damaged, empty, or cut off."""
    assert says in refused(tmp_path, content, "x.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its directory says how large it is."""
    monkeypatch.setattr("loaders.workbook.XML_LIMIT", 100)

    assert "the limit is 100" in refused(tmp_path, workbook({"A": [["a", "b"], [1, 2]]}), "x.xlsx")


def test_parquet_is_read_as_text(tmp_path: Path) -> None:
    """Instants as ISO text, nested values as JSON; names folded as those of a CSV."""
    content = parquet_bytes(
        id=[1, 2],
        at=pa.array([datetime(2026, 1, 5, 8), None], pa.timestamp("us")),
        zoned=pa.array([datetime(2026, 1, 5, 8), None], pa.timestamp("us", "Europe/Berlin")),
        tags=[["a", "b"], None],
        line=["x", " "],
    )

    found = reading(tmp_path, content, "x.parquet")

    assert found.columns == ("id", "at", "zoned", "tags", "line (2)")
    assert parquet(found.rows_path) == [
        ("1", "2026-01-05 08:00:00", "2026-01-05 08:00:00+00", '["a","b"]', "x"),
        ("2", None, None, None, None),
    ]


@pytest.mark.parametrize(
    "content, says",
    [
        (parquet_bytes(a=[1], b=[2])[:-9], "damaged"),
        (b"PAR1nothing else", "damaged"),
        (parquet_bytes(a=pa.array([], pa.string()), b=pa.array([], pa.string())), "holds 0 rows"),
    ],
)
def test_parquet_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """Damaged or empty."""
    assert says in refused(tmp_path, content, "x.parquet")


def test_a_cell_of_ten_megabytes_arrives(tmp_path: Path) -> None:
    """A description of that length is odd, but it is one."""
    content = parquet_bytes(id=["1"], text=["x" * 10_000_000])

    found = reading(tmp_path, content, "x.parquet")

    assert parquet(found.rows_path, "length(text)") == [(10_000_000,)]


def test_every_form_gives_the_same_events(tmp_path: Path) -> None:
    """One table as CSV, TSV, workbook, Parquet and JSON: the same history."""
    header = ["case_id", "event_at", "activity"]
    told = [["C1", "2026-01-05 08:00:00", "created"], ["C1", "2026-01-05 09:00:00", "solved"]]
    columns = dict(zip(header, map(list, zip(*told, strict=True)), strict=True))
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "table: events\nsource: same\ncolumns: {case_id: case_id, event_at: event_at,"
        " activity: activity}\nactivities: {created: created, solved: resolved}\n"
    )
    made = {
        "x.csv": "\n".join(",".join(row) for row in [header, *told]).encode(),
        "x.tsv": "\n".join("\t".join(row) for row in [header, *told]).encode(),
        "x.xlsx": workbook({"A": [header, *told]}),
        "x.parquet": parquet_bytes(**columns),
        "x.jsonl": "\n".join(
            "{" + ", ".join(f'"{k}": "{v}"' for k, v in zip(header, row, strict=True)) + "}"
            for row in told
        ).encode(),
    }

    found = {
        name: events(landed(tmp_path / name, content, name, mapping=mapping)[1])
        for name, content in made.items()
    }

    assert len(found["x.csv"]) == 2
    assert all(one == found["x.csv"] for one in found.values()), found


def test_a_zip_that_is_no_workbook_says_so(tmp_path: Path) -> None:
    """Several exports in one archive are unpacked by the command line."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")

    assert "a zip archive, not one export" in refused(tmp_path, out.getvalue(), "x.zip")


def test_each_sheet_of_a_workbook_is_a_load_of_its_own(tmp_path: Path) -> None:
    """The same bytes twice, and neither supersedes the other."""
    header = ["case_id", "created_at", "status"]
    one, two = (["C1", "2026-01-05 08:00:00", "open"], ["C2", "2026-01-05 08:00:00", "open"])
    book = workbook({"One": [header, one], "Two": [header, two]})

    for sheet in (None, "Two"):
        landed(tmp_path, book, "x.xlsx", sheet=sheet)

    cases = [rows(export, "cases")[0]["case_id"] for export in exports(tmp_path / "home")]
    assert cases == ["C1", "C2"]
