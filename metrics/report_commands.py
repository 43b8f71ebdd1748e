"""The commands that ask metrics: a report of figures, and two periods compared."""

import shlex
import sys
from argparse import Namespace as Arguments
from collections.abc import Sequence
from typing import Any

import duckdb

from metrics import compared, options, report_files
from metrics import report as reports
from metrics.catalog import catalog
from metrics.errors import QuestionError, did_you_mean
from metrics.instants import span
from metrics.metric import Metric
from metrics.output import put
from metrics.reads import READS
from metrics.warehouse.connection import open_warehouse
from metrics.week import Where


def report(arguments: Arguments) -> int:
    """Figures as a table."""
    metrics = [catalog().metric(name) for name in arguments.names]
    if arguments.format in report_files.BINARY and not arguments.out:
        raise QuestionError(
            f"{arguments.format} is no text to print",
            next_step=f"Name a file: --out report.{arguments.format}",
        )
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        asked = fields(arguments, cursor)
        names, rows = reports.report(cursor, arguments.names, **asked)
        _check(cursor, metrics, asked["where"])
        as_of, policy = cursor.execute("select as_of, policy_version from meta").fetchall()[0]
    if arguments.format in report_files.BINARY:
        command = f"python -m metrics {shlex.join(sys.argv[1:])}"
        facts = report_files.about(metrics, command, f"{as_of}Z", str(policy))
        put(report_files.made(arguments.format, names, rows, facts), arguments)
        return 0
    is_json = arguments.format == "json"
    put(reports.as_json(rows) if is_json else reports.as_csv(names, rows), arguments)
    return 0


def compare(arguments: Arguments) -> int:
    """Two periods side by side, and a sentence on each metric."""
    by, pair = tuple(arguments.by), (arguments.between, arguments.after)
    where = options.filters(arguments.where)
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        rows = compared.rows(cursor, arguments.names, pair, _zone(cursor), by, where)
        _check(cursor, [catalog().metric(name) for name in arguments.names], where)
    put(compared.as_text(rows, by, arguments.format), arguments)
    sys.stderr.write("".join(f"{compared.sentence(row, *pair)}\n" for row in rows))
    return 0


def fields(arguments: Arguments, cursor: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What a report asks of each metric, as the fields of a `Question`. Raises `QuestionError`."""
    start, end = span(arguments.start, arguments.end, _zone(cursor))
    return {
        "start": start,
        "end": end,
        "period": arguments.period,
        "by": tuple(arguments.by),
        "where": options.filters(arguments.where),
        "aggregation": arguments.aggregation,
        "band": arguments.band,
    }


def _zone(cursor: duckdb.DuckDBPyConnection) -> str:
    return str(cursor.execute("select reporting_zone from meta").fetchall()[0][0])


def _check(cursor: duckdb.DuckDBPyConnection, metrics: Sequence[Metric], where: Where) -> None:
    """A value that neither the cases nor the rows of a metric have is a slip of the pen, and a 0
    for it would look like an answer. Raises `QuestionError`."""
    for name, values in where:
        known = _values(cursor, metrics, name)
        for value in values:
            if value not in known:
                near = did_you_mean(value, known)
                step = f"See: python -m metrics report {metrics[0].name} --by {name}"
                raise QuestionError(f'nothing has {name} "{value}"', "--where", near, step)


def _values(
    cursor: duckdb.DuckDBPyConnection, metrics: Sequence[Metric], name: str
) -> dict[str, None]:
    """Every value of a breakdown: of the cases, the policy and the rows of these metrics."""
    statements = [f"select distinct {name} from ({metric.sql}) as rows" for metric in metrics]
    if f"values of {name}" in READS:
        statements.insert(0, READS[f"values of {name}"])
    found = (row[0] for sql in statements for row in cursor.execute(sql).fetchall())
    return dict.fromkeys(str(value) for value in found if value is not None)
