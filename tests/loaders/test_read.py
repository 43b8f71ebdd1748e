"""A text export becomes records, or a message that says what to do."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.read import Reading, read
from metrics.errors import ExportError
from tests.loaders.exports import parquet, table, write


def reading(folder: Path, content: str | bytes, name: str = "log.csv") -> Reading:
    path = write(folder / "in", content, name)
    (folder / "out" / "work").mkdir(parents=True, exist_ok=True)
    return read(path, folder / "out" / "work", folder / "out")


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "nothing but blank lines"),
        (b"\n\n  \n", "nothing but blank lines"),
        (b"a,b\n", "a header and no rows"),
        (b"a,b", "a header and no rows"),
        (b"<html><body>Sign in</body></html>", "HTML or XML"),
        (b"PK\x03\x04rest", "zip archive or workbook is damaged"),
        (b"%PDF-1.7", "PDF"),
        (b"only one column\n1\n", "one column only"),
    ],
)
def test_wrong_file_is_refused_with_what_it_is(
    tmp_path: Path, content: bytes, message: str
) -> None:
    """DuckDB reads all of these as no rows and no error; a person must be told."""
    with pytest.raises(ExportError, match=message):
        reading(tmp_path, content)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"absent\.csv: there is no such file"):
        read(tmp_path / "absent.csv", tmp_path, tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa,b\n1,x\n2,y\n",
        b"a,b\r\n1,x\r\n2,y\r\n",
        b"a,b\r1,x\r2,y\r",
        b"a,b\r\n1,x\n2,y\r\n",
        b"a,b\n\n1,x\n\n2,y\n\n",
        b"a,b\n1,x\n2,y",
        b"a;b\n1;x\n2;y\n",
        b"a\tb\n1\tx\n2\ty\n",
        b"a|b\n1|x\n2|y\n",
        b"sep=;\na;b\n1;x\n2;y\n",
        b"sep=~\na~b\n1 ~ x\n2~y\n",
        b'"a","b"\n"1","x"\n"2","y"\n',
        b" a , b \n 1 ,\xc2\xa0x \n2\t,y\n",
        b"a,b\n1,x\x00\n2,y\n",
        "a,b\n1,x\n2,y\n".encode("utf-16"),
        "a,b\n1,x\n2,y\n".encode("utf-16-le"),
        gzip.compress(b"a,b\n1,x\n", mtime=0) + gzip.compress(b"2,y\n", mtime=0),
    ],
)
def test_dress_of_the_file_changes_nothing(tmp_path: Path, content: bytes) -> None:
    """BOM, line ends, delimiter, quoting, padding, encoding and gz are not content."""
    found = reading(tmp_path, content)

    assert table(found, "a, b, row_number") == [("1", "x", 1), ("2", "y", 2)]


def test_lines_are_physical_with_newlines_in_quotes(tmp_path: Path) -> None:
    """A person opens the file at the line that the message names."""
    found = reading(tmp_path, 'a,b\n1,"x\ny\nz"\n\n2,y\nragged\n3,"q ""w"" e"\n')

    assert table(found, "a, line") == [("1", 2), ("2", 6), ("3", 8)]
    assert parquet(found.rejects_path, "line, rule, value") == [(7, "too_few_columns", "ragged")]


def test_ragged_rows_are_set_aside_with_their_cure(tmp_path: Path) -> None:
    """A row with too few or too many fields is no reason to lose the others."""
    found = reading(tmp_path, "a,b\n1,x\nshort\n2,y\n3,y,z\n4,w\n")

    assert table(found, "a, line") == [("1", 2), ("2", 4), ("4", 6)]
    rejects = parquet(found.rejects_path, "line, rule, value, cure")
    assert [reject[:3] for reject in rejects] == [
        (3, "too_few_columns", "short"),
        (5, "too_many_columns", "3,y,z"),
    ]
    assert "load again" in rejects[0][3]


def test_unclosed_quote_is_named_by_its_line(tmp_path: Path) -> None:
    """DuckDB takes the rest of the file as one reject: fifty rows would vanish as one."""
    lines = ["a,b", *(f"{n},x" for n in range(2, 51)), '51,"open', *(f"{n},x" for n in range(50))]

    with pytest.raises(ExportError, match="a quote opened on line 51 never closes"):
        reading(tmp_path, "\n".join(lines) + "\n")


def test_quote_inside_a_field_is_text(tmp_path: Path) -> None:
    """An inch mark is no quoting: it swallows nothing."""
    found = reading(tmp_path, 'a,b\n1,5" disk\n2,y\n')

    assert table(found, "a, b, line") == [("1", '5" disk', 2), ("2", "y", 3)]


def test_stray_quotes_set_one_row_aside(tmp_path: Path) -> None:
    found = reading(tmp_path, 'a,b\n1,"a "b" c"\n2,y\n')

    assert table(found, "a, line") == [("2", 3)]
    assert parquet(found.rejects_path, "line, rule") == [(2, "stray_quote")]


def test_encoding_is_said(tmp_path: Path) -> None:
    """Latin-1 and cp1252 are read, and the manifest tells which it was."""
    assert reading(tmp_path / "1", "a,b\n1,Müller\n".encode()).encoding == "utf-8"
    latin = reading(tmp_path / "2", "a,b\n1,Müller – ok\n".encode("cp1252"))
    undefined = reading(tmp_path / "3", b"a,b\n1,M\xfcller\x81\n")

    assert latin.encoding == "cp1252"
    assert table(latin, "b") == [("Müller – ok",)]
    assert undefined.encoding == "latin-1"


def test_damaged_gz_is_refused(tmp_path: Path) -> None:
    """DuckDB's own reader does not notice; Python checks the CRC."""
    packed = bytearray(gzip.compress(b"a,b\n" + b"1,x\n" * 5000, mtime=0))
    packed[-6] ^= 0xFF

    with pytest.raises(ExportError, match="damaged"):
        reading(tmp_path, bytes(packed), "log.csv.gz")


def test_truncated_gz_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n" + b"1,x\n" * 5000)

    with pytest.raises(ExportError, match="damaged"):
        reading(tmp_path, packed[:-20], "log.csv.gz")


def test_repeated_headers_fold_by_position(tmp_path: Path) -> None:
    """Jira repeats Labels; ID and id are one name to DuckDB; row_number is ours."""
    found = reading(tmp_path, "Labels,Labels,ID,id,,row_number\n1,2,3,4,5,6\n")

    assert found.columns == ("Labels", "Labels (2)", "ID", "id (2)", "Column 5", "row_number (2)")
    assert table(found)[0][:6] == ("1", "2", "3", "4", "5", "6")


def test_header_may_hold_a_newline(tmp_path: Path) -> None:
    found = reading(tmp_path, '"a\nx",b\n1,2\n')

    assert found.columns == ("a x", "b")
    assert table(found, "*") == [("1", "2", 1, 3)]


def test_blank_cells_are_null(tmp_path: Path) -> None:
    found = reading(tmp_path, 'a,b,c\n1,,"  "\n')

    assert table(found, "a, b, c") == [("1", None, None)]


_CELL = st.text(st.sampled_from('ab ,"\n'), max_size=6)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=8))
def test_every_quoted_record_arrives_on_its_line(
    tmp_path: Path, cells: list[tuple[str, str]]
) -> None:
    """Whatever a well-quoted file holds, each record lands once, whole, with its line."""
    text, expected, line = "n,a,b\n", [], 2
    for number, pair in enumerate(cells):
        record = f"{number}," + ",".join('"' + cell.replace('"', '""') + '"' for cell in pair)
        blank_free = [cell.strip(" ") or None for cell in pair]
        expected.append((str(number), *blank_free, line))
        text, line = text + record + "\n", line + 1 + record.count("\n")

    found = reading(tmp_path, text)

    assert table(found, "n, a, b, line") == expected
