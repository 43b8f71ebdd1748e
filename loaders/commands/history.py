"""status: what is landed and what serves."""

import argparse

from loaders.commands.saying import Commands, places
from loaders.manifest import manifests, superseded
from metrics.warehouse.connection import current


def add(commands: Commands) -> None:
    """The parser of `status`."""
    status = commands.add_parser("status", help="what is landed and what serves")
    status.set_defaults(command=_status)
    places(status)


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
