"""A report as the bytes of a file: CSV, JSON, an Excel workbook that explains itself, Parquet."""

import io
from collections.abc import Mapping, Sequence

import pandas as pd
import xlsxwriter

from metrics.metric import Metric
from metrics.report import Row, as_csv, as_json

FORMATS = ("csv", "json", "xlsx", "parquet")
BINARY = ("xlsx", "parquet")
WIDE, NARROW = 60, 14  # characters of a column of words, of a figure
LONGEST_CELL = 32_767  # characters that Excel holds


def made(kind: str, names: Sequence[str], rows: Sequence[Row], about: Mapping[str, str]) -> bytes:
    """The report as a file of one of FORMATS; `about` goes along where there is room for it."""
    if kind == "xlsx":
        return xlsx(names, rows, about)
    if kind == "parquet":
        return parquet(names, rows, about)
    return as_json(rows).encode() if kind == "json" else as_csv(names, rows).encode("utf-8-sig")


def xlsx(names: Sequence[str], rows: Sequence[Row], about: Mapping[str, str]) -> bytes:
    """A workbook of two sheets: the rows, and what they mean. Text is never a formula."""
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Report")
        sheet.write_row(0, 0, names, bold)
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, [row[name] for name in names])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(names) - 1)
        sheet.set_column(0, len(names) - 1, NARROW)
        sheet = book.add_worksheet("About")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, (what, text) in enumerate(about.items()):
            sheet.write_string(place, 0, what, bold)
            sheet.write_string(place, 1, text[:LONGEST_CELL], wrapped)
        sheet.set_column(0, 0, NARROW * 2)
        sheet.set_column(1, 1, WIDE * 2)
    return out.getvalue()


def parquet(names: Sequence[str], rows: Sequence[Row], about: Mapping[str, str]) -> bytes:
    """A Parquet table of the rows; figures are doubles, n is an integer, the rest is text."""
    numbers = {"value": "float64", "low": "float64", "high": "float64", "n": "int64"}
    types = {name: numbers.get(name, "str") for name in names}
    frame = pd.DataFrame(list(rows), columns=list(names)).astype(types)
    frame.attrs.update(about)  # pandas keeps these in the file's metadata
    return frame.to_parquet(index=False)


def about(metrics: Sequence[Metric], command: str, as_of: str, policy: str) -> dict[str, str]:
    """What a reader of the file must know: the data's as-of, the command, and each definition."""
    facts = {"Data to": as_of, "Policy version": policy, "The same from the command line": command}
    for metric in metrics:
        facts[metric.title] = f"{metric.definition} Left out: {metric.excludes}"
        facts[f"{metric.title}: SQL"] = metric.sql
    return facts
