"""python -m loaders load | build | status | sample: how exports get in."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from loaders.load import Landed, files, land
from loaders.lock import locked
from loaders.manifest import exports, manifests, superseded
from loaders.meaning import Options
from metrics.errors import Ask, ExportError, TierlineError
from metrics.warehouse.build import BuildReport, build
from metrics.warehouse.connection import current, open_warehouse

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 error, 2 a question only a person can answer."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except TierlineError as error:
        return _failed(error)
    except KeyboardInterrupt:
        print("Stopped; the old warehouse goes on serving.", file=sys.stderr)
        return 130
    except Exception as error:
        if os.environ.get("TIERLINE_DEBUG"):
            raise
        print(
            f"error: something broke inside Tierline ({type(error).__name__}: {error})."
            " The old warehouse goes on serving. TIERLINE_DEBUG=1 shows where.",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m loaders", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    load = commands.add_parser("load", help="land exports and build the warehouse")
    load.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    load.add_argument("--source", help="the source, if the header does not say it")
    load.add_argument("--time-zone", metavar="ZONE", help="zone of times without an offset")
    load.add_argument("--date-order", metavar="dmy|mdy|ymd", help="order of day, month and year")
    load.add_argument("--mapping", type=Path, metavar="FILE", help="which column is what (YAML)")
    load.add_argument("--no-build", action="store_true", help="land only")
    load.set_defaults(command=_load, as_of=None)
    again = commands.add_parser("build", help="build the warehouse from what is landed")
    again.add_argument("--as-of", type=_instant, metavar="INSTANT", help="UTC unless it says else")
    again.set_defaults(command=_build)
    status = commands.add_parser("status", help="what is landed and what serves")
    status.set_defaults(command=_status)
    sample = commands.add_parser("sample", help="write the sample exports")
    sample.add_argument("--out", type=Path, default=ROOT / "sample_data" / "exports")
    sample.set_defaults(command=_sample)
    for command in (load, again, status):
        _places(command)
    return parser


def _places(command: argparse.ArgumentParser) -> None:
    home = Path(os.environ.get("TIERLINE_HOME", "data"))
    policy = Path(os.environ.get("TIERLINE_POLICY", ROOT / "sample_data" / "policy"))
    command.add_argument("--home", type=Path, default=home, help="landing files and warehouse")
    command.add_argument("--policy", type=Path, default=policy, help="folder of policy files")


def _load(options: argparse.Namespace) -> int:
    given = Options(options.source, options.time_zone, options.date_order, options.mapping)
    found = files(options.paths)
    code, landed = 0, 0
    with locked(options.home, _waiting):
        for path in _progress(found):
            try:
                landed += _say(land(path, options.home, given))
            except ExportError as error:
                code = max(code, _failed(error))
        if not options.no_build and (landed or (code == 0 and not _serves_all(options.home))):
            _build_now(options)
    return code


def _serves_all(home: Path) -> bool:
    """Whether the serving warehouse knows every load that counts; a killed build left it older."""
    if current(home) is None:
        return False
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        built = {row[0] for row in cursor.execute("select load_id from loads").fetchall()}
    return built == {export.load_id for export in exports(home)}


def _build(options: argparse.Namespace) -> int:
    with locked(options.home, _waiting):
        _build_now(options)
    return 0


def _build_now(options: argparse.Namespace) -> None:
    found = exports(options.home)
    if not found:
        raise ExportError(
            "nothing is landed yet",
            where=str(options.home),
            next_step="Load exports first: python -m loaders load sample_data/exports",
        )
    with tqdm(total=100, desc="build", unit="%", disable=not sys.stderr.isatty()) as bar:

        def show(title: str, share: float) -> None:
            bar.set_postfix_str(title)
            bar.update(int(share * 100) - bar.n)

        report = build(options.home, options.policy, found, options.as_of, show)
        bar.update(100 - bar.n)
    _say_built(report, options.home)


def _say_built(report: BuildReport, home: Path) -> None:
    as_of = f"{report.as_of:%Y-%m-%d %H:%M:%S}Z" if report.as_of else "no events"
    print(
        f"built {report.version} in {report.seconds:.1f} s: {report.cases:,} cases,"
        f" {report.events:,} events, {report.promises:,} promises,"
        f" {report.rejected:,} set aside; as of {as_of}"
    )
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        unknown = cursor.execute(
            "select source, column_name, value, cases from unmapped_values order by all"
        ).fetchall()
    for source, column, value, cases in unknown:
        print(f'  unknown {column} "{value}" in {source}: {cases:,} cases (shown as it is)')


def _say(landed: Landed) -> bool:
    manifest = landed.manifest
    if not landed.is_new:
        print(f"{manifest.file_name}: already landed as {manifest.load_id}; nothing changed")
        return False
    rejected = sum(landed.set_aside.values())
    zone = f", times in {manifest.time_zone}" if manifest.time_zone else ""
    kept = manifest.rows + manifest.rejects - rejected
    print(f"{manifest.file_name}: {manifest.source} ({manifest.why}); {manifest.encoding}{zone}")
    print(f"  {kept:,} rows landed, {rejected:,} set aside")
    for rule, count in landed.set_aside.items():
        print(f"    {rule}: {count:,}")
    return True


def _status(options: argparse.Namespace) -> int:
    found = manifests(options.home)
    old = superseded(found)
    for _, manifest in found:
        note = " (superseded by a later load of the same bytes)" if manifest.load_id in old else ""
        print(
            f"{manifest.load_id}  {manifest.landed_at[:19]}Z  {manifest.source}"
            f"  {manifest.file_name}  {manifest.rows:,} rows{note}"
        )
    if not found:
        print("nothing is landed yet")
    print(f"serving: {current(options.home) or 'no warehouse yet'}")
    return 0


def _sample(options: argparse.Namespace) -> int:
    from loaders import sample

    for path in sample.write(options.out):
        print(f"{path}  {path.stat().st_size:,} bytes")
    return 0


def _instant(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'"{text}" is no instant such as 2026-11-22T06:00Z'
        ) from None
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read


def _progress(found: list[Path]) -> "tqdm[Path]":
    return tqdm(found, desc="load", unit="file", disable=not sys.stderr.isatty() or len(found) < 2)


def _waiting() -> None:
    print("another load or build is running; waiting for it", file=sys.stderr)


def _failed(error: TierlineError) -> int:
    is_question = isinstance(error, Ask)
    print(f"{'question' if is_question else 'error'}: {error}", file=sys.stderr)
    return 2 if is_question else 1


if __name__ == "__main__":
    sys.exit(main())
