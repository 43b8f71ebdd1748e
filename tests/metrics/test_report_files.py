"""A report as a file: every figure in full, what it means along with it, no formula."""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest

from metrics import report_files
from metrics.__main__ import main
from metrics.catalog import catalog

NAMES = ["metric", "period", "team", "value", "low", "high", "n", "unit"]
ROWS = [
    dict(zip(NAMES, ("sla_adherence", "all", "=1+1", 2 / 3, 0.2, 0.9, 3, "share"), strict=True)),
    dict(zip(NAMES, ("sla_adherence", "all", "Desk", None, None, None, 0, "share"), strict=True)),
]
ABOUT = {"Data to": "2026-11-15T23:58:00Z"}


def test_the_workbook_holds_the_rows_and_what_they_mean() -> None:
    """Figures unrounded, null as an empty cell, text that looks like a formula as text."""
    book = openpyxl.load_workbook(io.BytesIO(report_files.made("xlsx", NAMES, ROWS, ABOUT)))

    found = list(book["Report"].values)
    assert list(found[0]) == NAMES
    assert found[1][3] == 2 / 3
    assert book["Report"]["C2"].data_type == "s"
    assert found[1][2] == "=1+1"
    assert found[2][3] is None
    assert list(book["About"].values) == [("Data to", "2026-11-15T23:58:00Z")]


def test_parquet_keeps_types_and_what_they_mean() -> None:
    """An empty report has the same types as a full one, so that nightly files stack."""
    full = pyarrow.parquet.read_table(io.BytesIO(report_files.parquet(NAMES, ROWS, ABOUT)))
    empty = pyarrow.parquet.read_table(io.BytesIO(report_files.parquet(NAMES, [], ABOUT)))

    assert full.schema.types == empty.schema.types
    assert full["value"].to_pylist() == [2 / 3, None]
    assert b"2026-11-15T23:58:00Z" in full.schema.metadata[b"pandas"] + b"".join(
        full.schema.metadata.values()
    )


def test_about_names_each_definition_and_its_sql() -> None:
    """Who opens the file a year later can read what was counted."""
    metric = catalog().metric("sla_adherence")

    facts = report_files.about([metric], "python -m metrics report", "then", "2")

    assert metric.excludes in facts["SLA adherence"]
    assert facts["SLA adherence: SQL"] == metric.sql


def test_a_workbook_is_written_from_the_command_line(sample_home: Path, tmp_path: Path) -> None:
    """The same rows as CSV; without a file to write it says what to give."""
    out = tmp_path / "r.parquet"
    words = ["report", "cases_opened", "--by", "tier", "--home", str(sample_home)]

    assert main([*words, "--format", "parquet", "--out", str(out)]) == 0

    assert pd.read_parquet(out)["n"].sum() > 5000


def test_a_workbook_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes on a terminal help nobody."""
    assert main(["report", "cases_opened", "--format", "xlsx"]) == 1
    assert "--out report.xlsx" in capsys.readouterr().err
