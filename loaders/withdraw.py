"""Undo of a load: a withdrawn file counts as if it had never come, until it is restored.

The bytes stay in landing, which only ever grows; one marker file in the folder of the load
says that it does not count, so that withdrawing is one step that is done or not done.
"""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from loaders.disk import remove, sync, write_whole
from loaders.manifest import WITHDRAWN, Manifest, is_withdrawn, manifests
from metrics.errors import ExportError, did_you_mean

SHORTEST = 4  # digits of a load_id that may stand for it, as long as they name one load only


def landed(home: Path, named: str) -> tuple[Path, Manifest]:
    """(folder, manifest) of the load whose id starts with `named`.

    Raises `ExportError` when no load or more than one does.
    """
    found = manifests(home)
    hits = [pair for pair in found if pair[1].load_id.startswith(named.strip().lower())]
    if len(hits) == 1 and len(named.strip()) >= SHORTEST:
        return hits[0]
    raise ExportError(
        f'"{named}" names {"no load" if not hits else f"{len(hits)} loads"}',
        where=str(home),
        nearest=did_you_mean(named, [manifest.load_id for _, manifest in found]),
        next_step="See the load ids with: python -m loaders status",
    )


def withdraw(home: Path, named: str) -> Manifest:
    """Let the load count no more; the caller holds the lock and builds afterwards.

    Raises `ExportError` when there is no such load or it is withdrawn already.
    """
    folder, manifest = landed(home, named)
    if is_withdrawn(folder):
        raise ExportError(
            f"{manifest.file_name} is withdrawn already",
            where=manifest.load_id,
            next_step=f"Take it back with: python -m loaders restore {manifest.load_id}",
        )
    write_whole(folder / WITHDRAWN, json.dumps({"withdrawn_at": datetime.now(UTC).isoformat()}))
    return manifest


def restore(home: Path, named: str) -> Manifest:
    """Let a withdrawn load count again, in its old place; the caller holds the lock and builds.

    Raises `ExportError` when there is no such load or it is not withdrawn.
    """
    folder, manifest = landed(home, named)
    if not is_withdrawn(folder):
        raise ExportError(f"{manifest.file_name} is not withdrawn", where=manifest.load_id)
    remove(folder / WITHDRAWN)
    return manifest


def purge(home: Path, named: str) -> Manifest:
    """Remove a withdrawn load and its bytes for good; the caller holds the lock.

    Raises `ExportError` when there is no such load or it still counts.
    """
    folder, manifest = landed(home, named)
    if not is_withdrawn(folder):
        raise ExportError(
            f"{manifest.file_name} still counts, so its bytes stay",
            where=manifest.load_id,
            next_step=f"Withdraw it first: python -m loaders withdraw {manifest.load_id}",
        )
    doomed = folder.with_name(f".{manifest.load_id}.tmp")  # a killed purge is swept by a load
    os.rename(folder, doomed)
    sync(folder.parent)
    shutil.rmtree(doomed)
    return manifest
