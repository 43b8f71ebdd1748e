"""The options of the commands of `python -m metrics`."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, get_args

from metrics.aggregation import AGGREGATIONS
from metrics.errors import QuestionError
from metrics.question import Period
from metrics.week import COMPARE

# What the ending of a file promises to whoever opens it.
_ENDINGS = {
    ".csv": "csv", ".json": "json", ".xlsx": "xlsx", ".parquet": "parquet",
    ".pdf": "pdf", ".html": "html", ".htm": "html", ".txt": "text",
}  # fmt: skip


class Parser(ArgumentParser):
    """argparse, but wrong usage is an error like any other (exit code 1)."""

    def error(self, message: str) -> NoReturn:
        raise QuestionError(message, next_step=f"See: {self.prog} --help")


def report(parser: ArgumentParser) -> None:
    """Which metrics, of when, how cut."""
    date = "2026-11-09, 2026-W46, 2026-11, 2026-Q4 (reporting zone) or 2026-11-09T08:00:00Z"
    parser.add_argument("names", nargs="+", metavar="NAME", help="metrics, see: list")
    parser.add_argument("--start", metavar="DATE", help=f"from here on: {date}")
    parser.add_argument("--end", metavar="DATE", help="up to here, not included")
    parser.add_argument("--period", choices=get_args(Period), default="all")
    parser.add_argument("--by", action="append", default=[], metavar="DIMENSION")
    parser.add_argument("--where", action="append", default=[], metavar="DIMENSION=VALUE")
    parser.add_argument("--aggregation", choices=list(AGGREGATIONS))
    parser.add_argument(
        "--band", action="store_true", help="low and high of survival medians and p90s"
    )
    _output(parser, ("csv", "json", "xlsx", "parquet"))


def compare(parser: ArgumentParser) -> None:
    """Which metrics, in which two periods, how cut."""
    period = "2026-W45, 2026-10, 2026-Q3, 2026-11-09, or from one to another: 2026-W40..2026-W43"
    parser.add_argument("names", nargs="+", metavar="NAME", help="metrics, see: list")
    parser.add_argument("--between", required=True, metavar="PERIOD", help=f"baseline: {period}")
    parser.add_argument(
        "--and", dest="after", required=True, metavar="PERIOD", help="compared with it"
    )
    parser.add_argument("--by", action="append", default=[], metavar="DIMENSION")
    parser.add_argument("--where", action="append", default=[], metavar="DIMENSION=VALUE")
    _output(parser)


def reconcile(parser: ArgumentParser) -> None:
    """Whose verdicts."""
    parser.add_argument("--source", required=True, metavar="NAME", help="one that is loaded")
    _output(parser)


def headline(parser: ArgumentParser) -> None:
    """Of which week and tier."""
    parser.add_argument("--week", metavar="WEEK", help="2026-W46; by itself the last closed week")
    parser.add_argument("--tier", metavar="TIER", help="of one client tier only")
    _output(parser, ("text", "csv", "json"))


def brief(parser: ArgumentParser) -> None:
    """Of which week, under which filters, as what."""
    parser.add_argument("--week", metavar="WEEK", help="2026-W46; by itself the last closed week")
    parser.add_argument("--where", action="append", default=[], metavar="DIMENSION=VALUE")
    parser.add_argument("--compare", choices=tuple(COMPARE), default="previous")
    _output(parser, ("html", "pdf"))


def restated(parser: ArgumentParser) -> None:
    """Of which week."""
    parser.add_argument("--week", metavar="WEEK", help="of one week only, such as 2026-W46")
    _output(parser)


def budgets(parser: ArgumentParser) -> None:
    """Of which quarter, and as it stood when."""
    parser.add_argument("--quarter", metavar="QUARTER", help="2026-Q4; by itself that of the end")
    parser.add_argument(
        "--end", metavar="DATE", help="as it stood here, not included; by itself the as-of instant"
    )
    _output(parser)


def account(parser: ArgumentParser) -> None:
    """Whose sheet, and of when."""
    parser.add_argument("name", metavar="NAME", help="name or id of the account")
    parser.add_argument("--start", metavar="DATE", help="by itself the last 13 closed weeks")
    parser.add_argument("--end", metavar="DATE", help="up to here, not included")
    _output(parser, ("text", "csv", "json"))


def risk(parser: ArgumentParser) -> None:
    """At which instant."""
    parser.add_argument(
        "--now", metavar="INSTANT", help="run the clocks on to here; by itself to the as-of instant"
    )
    _output(parser)


def backtest(parser: ArgumentParser) -> None:
    """Scores or calibration."""
    parser.add_argument(
        "--calibration", action="store_true", help="chances told beside what came of them"
    )
    _output(parser)


def filters(texts: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What --where says, values of one name together; raises `QuestionError`."""
    found: dict[str, list[str]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise QuestionError(f'"{text}" is no filter', "--where", None, "Write tier=Gold.")
        found.setdefault(name.strip(), []).append(value)
    return tuple((name, tuple(values)) for name, values in found.items())


def settle(arguments: Namespace) -> None:
    """The format where none was given: the one that `--out` ends in, else the first of the
    command. Raises `QuestionError` where the ending says another one than will be written."""
    formats: tuple[str, ...] = getattr(arguments, "formats", ())
    ending = arguments.out.suffix.lower() if formats and arguments.out else ""
    told = _ENDINGS.get(ending)
    chosen = arguments.format if formats else None
    if told and told not in ((chosen,) if chosen else formats):
        knows = chosen or f"this command, which knows {', '.join(formats)},"
        step = "Name a file that ends as its format, or leave --format out."
        raise QuestionError(f'{knows} is not written as "{ending}"', "--out", None, step)
    if formats and not chosen:
        arguments.format = told or formats[0]


def _output(parser: ArgumentParser, formats: tuple[str, ...] = ("csv", "json")) -> None:
    parser.add_argument("--format", choices=formats)
    parser.add_argument("--out", type=_file, metavar="FILE", help="write here instead of printing")
    parser.set_defaults(formats=formats)


def _file(text: str) -> Path | None:
    """The file to write; None for `-`, which is standard output."""
    if not text:
        raise ArgumentTypeError('"" names no file')
    return None if text == "-" else Path(text)
