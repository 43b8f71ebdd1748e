"""Reports: several metrics, one question each, as plain rows, CSV or JSON."""

import json
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
from pydantic import ValidationError

from metrics.catalog import catalog
from metrics.errors import QuestionError
from metrics.instants import midnight
from metrics.metric import Metric
from metrics.query import Question, run
from metrics.spreadsheet import csv_text

Row = dict[str, Any]


def question(metric: Metric, **fields: Any) -> Question:
    """The question of these fields. Raises `QuestionError` in words instead of pydantic's."""
    try:
        return Question(metric=metric.name, **fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "question"
        text = str(first["msg"]).removeprefix("Value error, ")
        raise QuestionError(text, where=field) from error


def report(
    cursor: duckdb.DuckDBPyConnection, names: Sequence[str], **fields: Any
) -> tuple[list[str], list[Row]]:
    """Column names and rows of the metrics named, one after the other.

    Columns: metric, period, the breakdowns, value, low, high, n, unit; null where nothing was
    counted. Raises `QuestionError`.
    """
    metrics = [catalog().metric(name) for name in names]
    questions = [question(metric, **fields) for metric in metrics]
    by = questions[0].by if questions else ()
    found = [
        row
        for metric, asked in zip(metrics, questions, strict=True)
        for row in rows(metric, asked, run(cursor, metric, asked))
    ]
    return columns(by), found


def columns(by: Sequence[str]) -> list[str]:
    """The columns of a report broken down by `by`."""
    return ["metric", "period", *by, "value", "low", "high", "n", "unit"]


def rows(metric: Metric, asked: Question, frame: pd.DataFrame) -> list[Row]:
    """The rows of a report for the answer to one question; null where nothing was counted."""
    unit = metric.unit_of(asked.aggregation)
    return [
        {
            "metric": metric.name,
            "period": row["period"],
            **{name: row[name] for name in asked.by},
            "value": _plain(row["value"], is_count=unit == "count"),
            "low": _plain(row["low"]),
            "high": _plain(row["high"]),
            "n": int(row["n"]),
            "unit": unit,
        }
        for row in frame.to_dict("records")
    ]


def command(asked: Question, zone: str, more: Sequence[str] = ()) -> str:
    """The command line that prints the figures of a question, and of `more` metrics asked the
    same; days in the reporting zone."""
    words = ["python -m metrics report", asked.metric, *more]
    for flag, at in (("--start", asked.start), ("--end", asked.end)):
        words += [flag, _date(at, zone)] if at else []
    words += [f"--period {asked.period}"] if asked.period != "all" else []
    words += [f"--by {name}" for name in asked.by]
    words += [
        f"--where {shlex.quote(f'{name}={value}')}" for name, many in asked.where for value in many
    ]
    words += [f"--aggregation {asked.aggregation}"] if asked.aggregation else []
    words += ["--band"] if asked.band else []
    return " ".join(words)


def _date(at: datetime, zone: str) -> str:
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d}" if midnight(local.date(), zone) == at else f"{at.isoformat()}Z"


def as_json(rows: Sequence[Row]) -> str:
    """A JSON array, one object a line."""
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]\n" if rows else "[]\n"


def as_csv(names: Sequence[str], rows: Sequence[Row]) -> str:
    """CSV that is safe to open in a spreadsheet."""
    return csv_text(names, rows)


def _plain(value: Any, is_count: bool = False) -> float | int | None:
    if value is None or pd.isna(value):
        return None
    # A mean of counts is a count with a fraction: nothing is cut off.
    return int(value) if is_count and float(value).is_integer() else float(value)
