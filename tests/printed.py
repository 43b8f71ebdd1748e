"""What a command line prints, in the words of a tile: pages and brief are held to it."""

import shlex
from functools import cache
from pathlib import Path
from typing import Any

from metrics import report
from metrics.__main__ import parser
from metrics.catalog import catalog
from metrics.report_commands import fields
from metrics.statistics import FEWEST_DECIDED
from metrics.warehouse.connection import open_warehouse
from metrics.wording import count, total, value


@cache
def rows(home: Path, command: str) -> list[dict[str, Any]]:
    """The rows that `python -m metrics report ...` prints."""
    asked = parser().parse_args(shlex.split(command.removeprefix("python -m metrics")))
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        return report.report(cursor, asked.names, **fields(asked, cursor))[1]


def printed(home: Path, command: str) -> str:
    """The figure of the first row, in the words of a tile."""
    asked = parser().parse_args(shlex.split(command.removeprefix("python -m metrics")))
    row = rows(home, command)[0]
    metric = catalog().metric(asked.names[0])
    if metric.family == "share" and 0 < row["n"] < FEWEST_DECIDED:
        return f"{count(round(row['value'] * row['n']))} of {count(row['n'])}"
    if (asked.aggregation or metric.aggregation) == "sum":
        return total(row["value"], row["unit"])
    return value(row["value"], row["unit"], metric.decimals)
