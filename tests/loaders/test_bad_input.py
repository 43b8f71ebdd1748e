"""What is wrong with real files, in every form, through the command line: a message each time,
never a traceback, and every row landed or set aside with its record."""

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loaders.__main__ import main
from loaders.manifest import manifests
from tests.loaders.exports import parquet, write

HEADER = ("case_id", "event_at", "activity", "status")
GOOD = [
    ("C1", "2026-01-05 08:00:00", "created", "new"),
    ("C1", "2026-01-05 09:00:00", "solved", "resolved"),
]
Rows = list[tuple[Any, ...]]


def _csv(rows: Rows) -> bytes:
    return "\n".join(",".join("" if c is None else str(c) for c in r) for r in rows).encode()


def _records(rows: Rows) -> list[dict[str, Any]]:
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]


def _xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet(rows: Rows) -> bytes:
    columns = {
        name: pa.array([None if row[at] is None else str(row[at]) for row in rows[1:]], pa.string())
        for at, name in enumerate(rows[0])
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _xes(rows: Rows) -> bytes:
    events = "".join(
        "<event>"
        + "".join(f'<string key="{k}" value="{v or ""}"/>' for k, v in zip(rows[0], r, strict=True))
        + "</event>\n"
        for r in rows[1:]
    )
    return f"<?xml version='1.0'?><log><trace>\n{events}</trace></log>".encode()


FORMS: dict[str, Callable[[Rows], bytes]] = {
    "x.csv": _csv,
    "x.csv.gz": lambda rows: gzip.compress(_csv(rows), mtime=0),
    "x.tsv": lambda rows: _csv(rows).replace(b",", b"\t"),
    "x.json": lambda rows: json.dumps(_records(rows)).encode(),
    "x.jsonl": lambda rows: "\n".join(map(json.dumps, _records(rows))).encode(),
    "page.json": lambda rows: json.dumps({"events": _records(rows), "total": 2}).encode(),
    "x.xlsx": _xlsx,
    "x.parquet": _parquet,
    "x.xes": _xes,
}
# A third row, and the rule under which it is set aside; None: it is good.
THIRD: dict[str, tuple[tuple[Any, ...], str | None]] = {
    "30 February": (("C1", "2026-02-30 09:00:00", "replied", "open"), "unreadable_date"),
    "no date": (("C1", "tomorrow", "replied", "open"), "unreadable_date"),
    "date is missing": (("C1", None, "replied", "open"), "missing_date"),
    "id is missing": ((None, "2026-01-05 09:00:00", "replied", "open"), "missing_id"),
    "far future": (("C1", "9999-12-31 09:00:00", "replied", "open"), "unreadable_date"),
    "gap of summer time": (("C1", "2026-03-29 02:30:00", "replied", "open"), None),
    "duplicate": (GOOD[1], None),
    "before creation": (("C1", "2025-01-01 00:00:00", "replied", "open"), None),
    "odd letters": (("C1", "2026-01-05 09:30:00", "replied", "öﬀen ☃ 漢"), None),
    "long cell": (("C1", "2026-01-05 09:30:00", "replied", "x" * 30_000), None),
}


def load(folder: Path, content: bytes, name: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Load it and give what was said; it may be refused, but nothing may break."""
    path = write(folder / "in", content, name)
    options = ["--home", str(folder / "home"), "--time-zone", "Europe/Berlin"]
    # Rows are the same to the build whatever form they came in: one form is enough.
    code = main(["load", str(path), *options, *([] if name == "x.csv" else ["--no-build"])])
    said = capsys.readouterr()
    assert "something broke" not in said.err, said.err
    assert code in (0, 1, 2)
    assert (code == 0) == (said.err == ""), said.err
    return said.out + said.err


@pytest.mark.parametrize("third", THIRD)
@pytest.mark.parametrize("name", FORMS)
def test_a_bad_row_is_set_aside_and_the_others_land(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, third: str
) -> None:
    """The same rule in every form, with three rows accounted for."""
    row, rule = THIRD[third]

    said = load(tmp_path, FORMS[name]([HEADER, *GOOD, row]), name, capsys)

    ((_, manifest),) = manifests(tmp_path / "home")
    assert manifest.rows + manifest.rejects == 3
    assert (rule is None) == ("0 set aside" in said.splitlines()[1]), said
    assert rule is None or f"{rule}: 1" in said


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused_or_accounted_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, share: float
) -> None:
    """A text cut off between two rows cannot be told from a short one; any other is refused, or
    its last row set aside."""
    content = FORMS[name]([HEADER, *GOOD])

    said = load(tmp_path, content[: int(len(content) * share)], name, capsys)

    for folder, manifest in manifests(tmp_path / "home"):
        aside = folder / "rejects.parquet"
        noted = len(parquet(aside, "line")) if aside.exists() else 0
        assert noted == manifest.rejects
    assert "error" in said or "rows landed" in said


@pytest.mark.parametrize("name", FORMS)
def test_no_rows_are_refused_and_one_is_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Nothing was landed, or one row."""
    none = load(tmp_path / "0", FORMS[name]([HEADER]), name, capsys)
    one = load(tmp_path / "1", FORMS[name]([HEADER, GOOD[0]]), name, capsys)

    assert none.startswith("error: ")
    assert "1 rows landed, 0 set aside" in one


@pytest.mark.parametrize(
    "name, content",
    [
        ("mixed.csv", _csv([HEADER, *GOOD]) + "\nC2,2026-01-05 08:00:00,créé,new".encode("cp1252")),
        ("mixed.jsonl", b'{"case_id": "\xe9"}\n{"case_id": "\xc3\xa9"}'),
        ("types.json", b'[{"case_id": {"a": 1}, "event_at": 7, "activity": [], "status": true}]'),
        ("twice.json", b'[{"case_id": 1, "case_id": 2, "event_at": "2026-01-05", "activity": ""}]'),
        ("deep.json", b"[" * 5_000 + b"]" * 5_000),
        ("nul.json", b'[{"case_id": "\x00"}]'),
        ("nan.json", b'[{"case_id": NaN, "event_at": "2026-01-05", "activity": "created"}]'),
        ("half.json", b'[{"case_id": "\\ud800"}]'),
        ("zip.xlsx", b"PK\x03\x04" + b"\0" * 40),
        ("empty.gz", gzip.compress(b"", mtime=0)),
        ("cut.csv.gz", gzip.compress(_csv([HEADER, *GOOD]), mtime=0)[:-9]),
        ("bytes.bin", bytes(range(256)) * 9),
    ],
)
def test_what_is_no_export_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    """Mixed encodings, wrong types, a key twice, depth, damage: something is said of each."""
    assert load(tmp_path, content, name, capsys) != ""


def test_a_row_over_the_limit_is_set_aside_under_its_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rule was "none" and the cure empty: an error of a whole row has no column."""
    giant = ("C2", "2026-01-05 08:00:00", "created", "x" * 2_000_001)

    said = load(tmp_path, _csv([HEADER, *GOOD, giant]), "log.csv", capsys)

    assert "2 rows landed, 1 set aside" in said
    assert "too_long: 1" in said
