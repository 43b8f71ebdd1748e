"""status, withdraw and restore: what is landed, and which of it counts."""

import argparse
from pathlib import Path

from loaders.commands.load import build_now
from loaders.commands.saying import Commands, places, say, waiting
from loaders.lock import locked
from loaders.manifest import is_withdrawn, manifests, superseded
from loaders.withdraw import landed, purge, restore, withdraw
from metrics.warehouse.connection import current


def add(commands: Commands) -> None:
    """The parsers of `status`, `withdraw` and `restore`."""
    status = commands.add_parser("status", help="what is landed and what serves")
    status.set_defaults(command=_status)
    undo = commands.add_parser("withdraw", help="undo a load: as if the file had never come")
    undo.add_argument("--purge", action="store_true", help="remove its bytes too; no way back")
    undo.set_defaults(command=_withdraw, as_of=None)
    redo = commands.add_parser("restore", help="let a withdrawn load count again")
    redo.set_defaults(command=_restore, as_of=None)
    for command in (undo, redo):
        command.add_argument("load_id", metavar="LOAD_ID", help="or its first digits; see status")
        command.add_argument("--no-build", action="store_true", help="leave the warehouse for now")
    for command in (status, undo, redo):
        places(command)


def _status(options: argparse.Namespace) -> int:
    found = manifests(options.home)
    old = superseded(found)
    for folder, manifest in found:
        say(
            f"{manifest.load_id}  {manifest.landed_at[:19]}Z  {manifest.source}"
            f"  {manifest.file_name}  {manifest.rows:,} rows{_note(folder, manifest.load_id, old)}"
        )
    if not found:
        say("nothing is landed yet")
    say(f"serving: {current(options.home) or 'no warehouse yet'}")
    return 0


def _note(folder: Path, load_id: str, old: set[str]) -> str:
    if is_withdrawn(folder):
        return " (withdrawn)"
    return " (superseded by a later load of the same bytes)" if load_id in old else ""


def _withdraw(options: argparse.Namespace) -> int:
    with locked(options.home, waiting):
        if options.purge:
            return _purge(options)
        manifest = withdraw(options.home, options.load_id)
        say(f"{manifest.file_name}: load {manifest.load_id} is withdrawn; its bytes are kept")
        if not options.no_build:
            build_now(options)
    return 0


def _purge(options: argparse.Namespace) -> int:
    was_counting = not is_withdrawn(landed(options.home, options.load_id)[0])
    if was_counting:
        withdraw(options.home, options.load_id)
    manifest = purge(options.home, options.load_id)
    say(f"{manifest.file_name}: load {manifest.load_id} and its bytes are gone")
    if was_counting and not options.no_build:
        build_now(options)
    return 0


def _restore(options: argparse.Namespace) -> int:
    with locked(options.home, waiting):
        manifest = restore(options.home, options.load_id)
        say(f"{manifest.file_name}: load {manifest.load_id} counts again")
        if not options.no_build:
            build_now(options)
    return 0
