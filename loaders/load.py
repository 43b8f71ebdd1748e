"""Lands export files: all of a file or nothing, the same bytes once, safe against kill -9."""

import os
import shutil
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loaders.answers import from_profile, learn
from loaders.disk import remove, sync, write_whole
from loaders.manifest import (
    NAME,
    WITHDRAWN,
    Manifest,
    is_withdrawn,
    load_id,
    manifests,
    superseded,
)
from loaders.meaning import Options
from loaders.questions import Topic
from loaders.read import read
from loaders.reading import Reading
from loaders.understanding import Understanding, understood


@dataclass(frozen=True)
class Landed:
    """One file after landing: rows set aside by rule, answers that came from the profile of its
    source, and answers that the profile keeps from now on."""

    manifest: Manifest
    is_new: bool
    set_aside: dict[str, int]
    recalled: dict[Topic, str] = field(default_factory=dict)
    learned: dict[str, str] = field(default_factory=dict)


def land(path: Path, home: Path, options: Options) -> Landed:
    """Land one file under `home`; the caller holds the lock.

    Raises `ExportError` or `Ask`, and then nothing of the file was landed.
    """
    landing = home / "landing"
    landing.mkdir(parents=True, exist_ok=True)
    _sweep(landing)
    draft = landing / f".{uuid.uuid4().hex}.tmp"
    workspace = draft / "work"
    workspace.mkdir(parents=True)
    try:
        reading = read(path, workspace, draft, options.sheet)
        shutil.rmtree(workspace)
        understanding = understood(path, reading, replace(options, answer=from_profile(home)))
        manifest = _manifest(path, reading, understanding)
        is_new = _publish(draft, landing, manifest, home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    learned = learn(home, options, understanding)
    return Landed(manifest, is_new, understanding.set_aside, understanding.answered, learned)


def _manifest(path: Path, reading: Reading, understanding: Understanding) -> Manifest:
    meaning = understanding.meaning
    given: dict[str, Any] = {
        "time_zone": meaning.zone,
        "date_order": meaning.order,
        "mapping": meaning.given,
    }
    # Only what was said is part of the id: it stays the same where nothing new is said.
    more = {"sheet": reading.sheet, "account": meaning.account}
    told = given | {name: value for name, value in more.items() if value}
    return Manifest(
        load_id=load_id(reading.sha256, meaning.reader.name, meaning.name, told),
        source=meaning.name,
        reader=meaning.reader.name,
        why=meaning.why,
        file_name=path.name,
        sha256=reading.sha256,
        landed_at=datetime.now(UTC).isoformat(),
        sheet=reading.sheet,
        account=meaning.account,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        columns=reading.columns,
        form=reading.form,
        envelope=reading.envelope,
        rows=reading.rows,
        rejects=reading.rejects,
        dating=tuple(dating.as_options() for dating in understanding.datings),
        first_line=reading.first_line,
        cautions=understanding.cautions,
        **given,
    )


def _publish(draft: Path, landing: Path, manifest: Manifest, home: Path) -> bool:
    """Rename the whole folder into place; False when the same load is there already.

    A load that was withdrawn, or superseded by other options, counts again when it is asked
    for again.
    """
    final = landing / manifest.load_id
    if final.exists():
        if manifest.load_id in superseded(manifests(home)) or is_withdrawn(final):
            write_whole(final / NAME, manifest.model_dump_json(indent=1))
            remove(final / WITHDRAWN)
            return True
        return False
    write_whole(draft / NAME, manifest.model_dump_json(indent=1))
    for piece in draft.iterdir():
        sync(piece)
    sync(draft)
    os.rename(draft, final)
    sync(landing)
    return True


def _sweep(landing: Path) -> None:
    """Remove what a killed load left behind."""
    for leftover in landing.glob(".*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
