"""load and build: exports are landed, the warehouse is made, and what came of it is said."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from loaders.commands.saying import Commands, failed, places, say, waiting
from loaders.files import opened
from loaders.load import Landed, land
from loaders.lock import locked
from loaders.manifest import manifests
from loaders.meaning import Options
from loaders.rebuild import is_current, rebuild
from metrics.errors import ExportError
from metrics.warehouse.build import BuildReport
from metrics.warehouse.changes import Changes, changes
from metrics.warehouse.connection import current, open_warehouse

YEARS = range(1970, 2200)  # no export is older, and calendars do not reach to later ones
NAMED = 5  # late cases that are named; the Data page lists them all


def add(commands: Commands) -> None:
    """The parsers of `load` and `build`."""
    load = commands.add_parser("load", help="land exports and build the warehouse")
    load.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    reading_options(load)
    load.add_argument("--no-build", action="store_true", help="land only")
    load.set_defaults(command=_load, as_of=None)
    again = commands.add_parser("build", help="build the warehouse from what is landed")
    again.add_argument("--as-of", type=_instant, metavar="INSTANT", help="UTC unless it says else")
    again.set_defaults(command=_build)
    places(load)
    places(again)


def reading_options(command: argparse.ArgumentParser) -> None:
    """Add the options that say how a file is to be read."""
    command.add_argument("--source", help="the source, if the header does not say it")
    command.add_argument("--time-zone", metavar="ZONE", help="zone of times without an offset")
    command.add_argument("--date-order", metavar="dmy|mdy|ymd", help="order of day, month and year")
    command.add_argument("--account", metavar="COLUMN", help="the column that names the account")
    command.add_argument("--mapping", type=Path, metavar="FILE", help="which column is what (YAML)")
    command.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook")


def reading(options: argparse.Namespace) -> Options:
    """What was said with `reading_options`."""
    return Options(
        options.source,
        options.time_zone,
        options.date_order,
        options.mapping,
        sheet=options.sheet,
        account=options.account,
    )


def build_now(options: argparse.Namespace) -> None:
    """Build from every load that counts and say what came of it; the caller holds the lock."""
    with tqdm(total=100, desc="build", unit="%", disable=not sys.stderr.isatty()) as bar:

        def show(title: str, share: float) -> None:
            bar.set_postfix_str(title)
            bar.update(int(share * 100) - bar.n)

        before = current(options.home)
        report = rebuild(options.home, options.policy, options.as_of, show)
        bar.update(100 - bar.n)
    if report is None:
        say("no load is left that counts, so no warehouse serves")
    else:
        _say_built(report, options.home)
        if options.as_of is None:
            _say_late(changes(options.home, before, report.version))


def _load(options: argparse.Namespace) -> int:
    given = reading(options)
    code, landed = 0, 0
    with opened(options.paths) as found, locked(options.home, waiting):
        for path in _progress(found):
            try:
                landed += _say(land(path, options.home, given))
            except ExportError as error:
                code = max(code, failed(error))
        if not options.no_build and (landed or (code == 0 and not is_current(options.home))):
            build_now(options)
    return code


def _build(options: argparse.Namespace) -> int:
    if not manifests(options.home):
        raise ExportError(
            "nothing is landed yet",
            where=str(options.home),
            next_step="Load exports first: python -m loaders load sample_data/exports",
        )
    with locked(options.home, waiting):
        build_now(options)
    return 0


def _say_built(report: BuildReport, home: Path) -> None:
    as_of = f"{report.as_of:%Y-%m-%d %H:%M:%S}Z" if report.as_of else "no events"
    say(
        f"built {report.version} in {report.seconds:.1f} s: {report.cases:,} cases,"
        f" {report.events:,} events, {report.promises:,} promises,"
        f" {report.rejected:,} set aside; as of {as_of}"
    )
    say(f"  {report.backtest}")
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        unknown = cursor.execute(
            "select source, column_name, value, cases, treated from unmapped_values order by all"
        ).fetchall()
        warnings = cursor.execute("select warning from policy_warnings order by all").fetchall()
    for (warning,) in warnings:
        say(f"  note: {warning}")
    for source, column, value, cases, treated in unknown:
        say(f'  unknown {column} "{value}" in {source}: {cases:,} cases ({treated})')


def _say_late(found: Changes) -> None:
    """Cases that change what a closed week said; a rebuild as of the past is no news."""
    late = found.late
    if late.empty:
        return
    weeks = f"{late['first_week'].min()} to {late['last_week'].max()}"
    named = ", ".join(late["case_id"].head(NAMED))
    more = ", ..." if len(late) > NAMED else ""
    said = "case changes" if len(late) == 1 else "cases change"
    say(f"  {len(late):,} {said} closed weeks ({weeks}): {named}{more}")


def _say(landed: Landed) -> bool:
    manifest = landed.manifest
    if not landed.is_new:
        say(f"{manifest.file_name}: already landed as {manifest.load_id}; nothing changed")
        return False
    rejected = sum(landed.set_aside.values())
    zone = f", times in {manifest.time_zone}" if manifest.time_zone else ""
    kept = manifest.rows + manifest.rejects - rejected
    say(f"{manifest.file_name}: {manifest.source} ({manifest.why}); {manifest.encoding}{zone}")
    say(f"  {kept:,} rows landed, {rejected:,} set aside")
    for rule, count in landed.set_aside.items():
        say(f"    {rule}: {count:,}")
    _say_answers(landed)
    for caution in manifest.cautions:
        say(f"  note: {caution}")
    return True


def _say_answers(landed: Landed) -> None:
    """What the profile answered, and what it will answer from now on."""
    source = landed.manifest.source
    for topic, value in landed.recalled.items():
        say(f"  {topic.replace('_', ' ')} {value}, as remembered for {source}")
    if landed.learned:
        told = ", ".join(f"{n.replace('_', ' ')} {value}" for n, value in landed.learned.items())
        say(f"  remembered for {source}: {told} (python -m loaders profiles)")


def _instant(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
        read = read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read
        if read.year not in YEARS:
            raise ValueError
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(
            f'"{text}" is no instant such as 2026-11-22T06:00Z'
        ) from None
    return read


def _progress(found: list[Path]) -> "tqdm[Path]":
    return tqdm(found, desc="load", unit="file", disable=not sys.stderr.isatty() or len(found) < 2)
