"""`python -m metrics`: its commands. It parses and prints; nothing else."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from metrics import (
    account_sheet,
    account_text,
    budgets,
    docs,
    options,
    reconcile,
    report_commands,
    risk,
    week_commands,
    weekly_medians,
)
from metrics.catalog import catalog
from metrics.errors import Ask, QuestionError, TierlineError
from metrics.instants import instant, span
from metrics.output import put, say
from metrics.warehouse import clock
from metrics.warehouse.connection import open_warehouse
from metrics.warehouse.published import WEEKLY

Arguments = argparse.Namespace


def main(words: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 an error or stale docs, 2 a question only a person can answer."""
    try:
        arguments = parser().parse_args(words)
        options.settle(arguments)
        command: Callable[[Arguments], int] = arguments.command
        return command(arguments)
    except TierlineError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, Ask) else 1
    except duckdb.Error as error:
        print(f"The warehouse does not answer ({error}).", file=sys.stderr)
        print("Rebuild it with: python -m loaders build", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader (head, less) has left
        return 0
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def parser() -> options.Parser:
    """The command line."""
    places = options.Parser(add_help=False)
    home = os.environ.get("TIERLINE_HOME", "data")
    policy = os.environ.get("TIERLINE_POLICY", "sample_data/policy")
    places.add_argument(
        "--home", type=Path, default=Path(home), metavar="DIR", help="landing and warehouse"
    )
    places.add_argument(
        "--policy", type=Path, default=Path(policy), metavar="DIR", help="policy files"
    )
    root = options.Parser(
        prog="python -m metrics", description="What the numbers mean, and the numbers."
    )
    commands = root.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Arguments], int], text: str) -> options.Parser:
        added = commands.add_parser(name, parents=[places], help=text, description=text)
        added.set_defaults(command=run)
        return added

    command("list", _list, "every metric with its title, unit and aggregation")
    command("sql", _sql, "the SQL of a metric, which runs as it stands").add_argument(
        "name", metavar="NAME"
    )
    command("docs", _docs, "write docs/metrics.md from the definitions").add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 when it is stale"
    )
    options.report(
        command(
            "report",
            report_commands.report,
            "figures as CSV, JSON, Excel or Parquet, each with its n",
        )
    )
    options.compare(command("compare", report_commands.compare, "two periods: is the change real?"))
    options.reconcile(
        command(
            "reconcile", _reconcile, "where a source's own SLA verdicts differ from ours, and why"
        )
    )
    options.headline(
        command(
            "headline", week_commands.headline, "what a leader should read of a week, and its cases"
        )
    )
    options.brief(
        command(
            "brief",
            week_commands.brief,
            "the weekly page on paper: one or two pages as PDF or HTML",
        )
    )
    options.restated(
        command("restated", week_commands.restated, "closed weeks said otherwise before, and why")
    )
    options.risk(command("risk", _risk, "promises still running, and what is left of each"))
    options.budgets(command("budgets", _budgets, "downtime budget of each service in a quarter"))
    options.backtest(command("backtest", _backtest, "how good the chances of breach were"))
    options.account(command("account", _account, "the health of one account, every part by itself"))
    command("clock", _clock, "run worked clock cases, one JSON object a line").add_argument(
        "file", type=Path, metavar="FILE.jsonl"
    )
    return root


def _list(_: Arguments) -> int:
    metrics = catalog().values()
    name, title = (max(len(getattr(m, key)) for m in metrics) for key in ("name", "title"))
    say(
        "".join(
            f"{m.name:{name}}  {m.title:{title}}  {m.unit:13}{m.aggregation}\n" for m in metrics
        )
    )
    return 0


def _sql(arguments: Arguments) -> int:
    say(catalog().metric(arguments.name).sql + ";\n")
    return 0


def _docs(arguments: Arguments) -> int:
    if not arguments.check:
        docs.write_page(catalog())
        weekly_medians.write(catalog())
    elif not docs.is_fresh(catalog()):
        raise TierlineError("the page is stale", str(docs.PAGE), None, "python -m metrics docs")
    elif not weekly_medians.is_fresh(catalog()):
        raise TierlineError("these are stale", str(WEEKLY), None, "python -m metrics docs")
    return 0


def _reconcile(arguments: Arguments) -> int:
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        tallies, differing = reconcile.reconcile(cursor, arguments.source)
    put(reconcile.as_text(tallies, differing, arguments.format), arguments)
    said = [tally.text for tally in tallies]
    print("\n".join(said or ["This source tells no SLA of its own."]), file=sys.stderr)
    return 0


def _risk(arguments: Arguments) -> int:
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        now = instant(arguments.now, _zone(cursor)) if arguments.now else None
        found, tested = risk.running(cursor, now), risk.backtest(cursor)
    put(risk.as_text(found, arguments.format), arguments)
    print("\n".join(risk.sentences(found, tested)), file=sys.stderr)
    return 0


def _backtest(arguments: Arguments) -> int:
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        found = risk.calibration(cursor) if arguments.calibration else risk.backtest(cursor)
    put(risk.as_text(found, arguments.format), arguments)
    return 0


def _budgets(arguments: Arguments) -> int:
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        _, until = span(None, arguments.end, _zone(cursor))
        found = budgets.budgets(cursor, arguments.quarter, until)
    put(risk.as_text(found, arguments.format), arguments)
    return 0


def _account(arguments: Arguments) -> int:
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        found = account_sheet.account_sheet(
            cursor, arguments.name, *span(arguments.start, arguments.end, _zone(cursor))
        )
    put(account_text.as_text(found, arguments.format), arguments)
    return 0


def _clock(arguments: Arguments) -> int:
    try:
        lines = arguments.file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"it cannot be read ({error})", str(arguments.file)) from error
    for answer in clock.run(line for line in lines if line.strip()):
        say(json.dumps(answer) + "\n")
    return 0


def _zone(cursor: duckdb.DuckDBPyConnection) -> str:
    return str(cursor.execute("select reporting_zone from meta").fetchall()[0][0])


if __name__ == "__main__":
    sys.exit(main())
