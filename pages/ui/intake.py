"""The only bridge from the pages to the loaders: looking at files, and jobs that change what is
loaded. A job runs in a thread of its own: whoever started it may leave the page or click on.
"""

import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from loaders import batch, places
from loaders.batch import Batch
from loaders.files import files, unzipped
from loaders.lock import is_locked
from loaders.manifest import Manifest, is_withdrawn, manifests, superseded
from loaders.meaning import Options
from loaders.preview import Preview, preview
from loaders.profiles import Profile, forget, profiles
from loaders.questions import Question
from loaders.source import all_sources
from metrics.errors import ExportError, TierlineError, WarehouseError
from metrics.warehouse.changes import Changes, changes

# What the pages know of the loaders, they know from here.
__all__ = ["Job", "Manifest", "Options", "Preview", "Profile", "Question", "State", "Upload"]
UNPACKED = 500_000_000  # bytes of a dropped archive, which the server holds in memory
log = logging.getLogger(__name__)
Progress = Callable[[str, float], None]
Waiting = Callable[[], None]
Work = Callable[[Progress, Waiting], Batch]
State = Literal["counts", "superseded", "withdrawn"]


@dataclass(frozen=True)
class Upload:
    """A file as a browser gave it."""

    file_id: str
    name: str
    content: bytes = field(repr=False)


@dataclass
class Job:
    """One change of what is loaded, while it runs and after."""

    title: str
    step: str = "starting"
    share: float = 0.0
    is_waiting: bool = False
    is_done: bool = False
    batch: Batch = field(default_factory=Batch)
    changes: Changes | None = None
    error: TierlineError | None = None


_jobs: dict[Path, Job] = {}
_starting = threading.Lock()


def look(upload: Upload, beside: Sequence[Upload], options: Options) -> Preview:
    """What an upload would become; mappings among the other uploads lie beside it.

    Raises `TierlineError` when it cannot be used.
    """
    with _on_disk([upload, *(one for one in beside if is_mapping(one.name))]) as folder:
        return preview(folder / _plain(upload.name), places.home(), options)


def members(upload: Upload) -> list[Upload]:
    """The exports and mappings in a dropped archive; any other file as it is.

    Raises `ExportError` when the archive is damaged or out of bounds.
    """
    with _on_disk([upload]) as folder:
        path = folder / _plain(upload.name)
        found = unzipped(path, folder / "unpacked")
        if found == [path]:
            return [upload]
        found += [one for one in _tree(folder / "unpacked") if is_mapping(one.name)]
        if sum(one.stat().st_size for one in found) > UNPACKED:
            raise ExportError(
                f"the archive unpacks to more than {UNPACKED:,} bytes",
                where=upload.name,
                next_step="Load it from a terminal: python -m loaders load FILE.",
            )
        return [
            Upload(f"{upload.file_id}-{place}", one.name, one.read_bytes())
            for place, one in enumerate(found)
        ]


def _tree(folder: Path) -> list[Path]:
    """Every file below a folder, in order."""
    return sorted(one for one in folder.rglob("*") if one.is_file())


def is_mapping(name: str) -> bool:
    """Whether a file says how another is to be read."""
    return _plain(name) == "mapping.yaml" or name.endswith(".mapping.yaml")


def load(uploads: Sequence[tuple[Upload, Options]], beside: Sequence[Upload]) -> Job:
    """Land these uploads and build."""

    def work(progress: Progress, waiting: Waiting) -> Batch:
        with _on_disk([*(upload for upload, _ in uploads), *beside]) as folder:
            found = [(folder / _plain(upload.name), options) for upload, options in uploads]
            return batch.take_in(found, home, policy, progress, waiting)

    home, policy = places.home(), places.policy()
    return _start(f"Loading {', '.join(upload.name for upload, _ in uploads)}", home, work)


def load_sample() -> Job:
    """Land the sample exports that come with Tierline and build."""
    home, policy = places.home(), places.policy()
    found = [(path, Options()) for path in files([places.SAMPLE])]
    work = partial(batch.take_in, found, home, policy)
    return _start("Loading the sample exports", home, work)


def undo(load_id: str, file_name: str) -> Job:
    """Withdraw a load and build without it."""
    home, policy = places.home(), places.policy()
    return _start(f"Undoing {file_name}", home, partial(batch.undo, load_id, home, policy))


def redo(load_id: str, file_name: str) -> Job:
    """Let a withdrawn load count again and build with it."""
    home, policy = places.home(), places.policy()
    return _start(f"Restoring {file_name}", home, partial(batch.redo, load_id, home, policy))


def build_again() -> Job:
    """Build the warehouse from what is landed."""
    home, policy = places.home(), places.policy()
    return _start("Building the warehouse again", home, partial(batch.build_again, home, policy))


def job() -> Job | None:
    """The change that runs, or the last one that ran."""
    return _jobs.get(places.home().resolve())


def is_busy() -> bool:
    """Whether another process loads or builds in this home."""
    return is_locked(places.home())


def history() -> list[tuple[Manifest, State]]:
    """Every landed file, the newest first, and whether it counts."""
    found = manifests(places.home())
    old = superseded(found)
    states: list[tuple[Manifest, State]] = []
    for folder, manifest in reversed(found):
        state: State = "superseded" if manifest.load_id in old else "counts"
        states.append((manifest, "withdrawn" if is_withdrawn(folder) else state))
    return states


def remembered() -> dict[str, Profile]:
    """Answers by source."""
    return profiles(places.home())


def forget_source(source: str) -> None:
    """Forget every answer about a source."""
    forget(places.home(), source)


def source_titles() -> dict[str, str]:
    """How each source is called, by the name that overrules a guess."""
    return {name: one.title for name, one in sorted(all_sources().items())}


def _start(title: str, home: Path, work: Work) -> Job:
    """The new job, or the one that is still running: one at a time in a home."""
    with _starting:
        running = _jobs.get(home.resolve())
        if running is not None and not running.is_done:
            return running
        started = Job(title)
        _jobs[home.resolve()] = started
    run = partial(_run, started, home, work)
    threading.Thread(target=run, daemon=True, name="tierline-load").start()
    return started


def _run(started: Job, home: Path, work: Work) -> None:
    def progress(step: str, share: float) -> None:
        started.is_waiting, started.step, started.share = False, step, share

    def waiting() -> None:
        started.is_waiting = True

    try:
        started.batch = work(progress, waiting)
        started.step, started.share = "comparing with before", 1.0
        if started.batch.report is not None:
            started.changes = changes(home, started.batch.before, started.batch.report.version)
    except TierlineError as error:
        started.error = error
    except Exception as error:
        log.exception("%s failed", started.title)
        started.error = WarehouseError(
            f"something broke inside Tierline ({type(error).__name__})",
            next_step="What served before goes on serving. The log of the server says more.",
        )
    finally:
        started.is_done = True


@contextmanager
def _on_disk(uploads: Sequence[Upload]) -> Iterator[Path]:
    """A folder that holds the uploads under their own names, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="tierline-upload-") as place:
        for upload in uploads:
            (Path(place) / _plain(upload.name)).write_bytes(upload.content)
        yield Path(place)


def _plain(name: str) -> str:
    """The last part of a name that a browser gave: it must not lead out of the folder."""
    plain = os.path.basename(name.replace("\\", "/")).replace("\0", "")
    return plain if plain not in ("", ".", "..") else "export"
