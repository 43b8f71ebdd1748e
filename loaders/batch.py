"""Several files in one go, then one build: what the page does, and what came of each file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.load import Landed, land
from loaders.lock import locked
from loaders.meaning import Options
from loaders.rebuild import is_current, rebuild
from loaders.withdraw import restore, withdraw
from metrics.errors import TierlineError
from metrics.warehouse.build import BuildReport, Progress
from metrics.warehouse.connection import current

Waiting = Callable[[], None]
LANDING = 0.4  # share of the way on which files are landed; reckoned on the sample exports


@dataclass(frozen=True)
class Batch:
    """What came of it: files that landed, files that did not and why, the build if there was
    one, and the version of the warehouse that served before."""

    landed: tuple[Landed, ...] = ()
    failed: tuple[tuple[str, TierlineError], ...] = ()
    report: BuildReport | None = None
    before: str | None = None


def take_in(
    files: Sequence[tuple[Path, Options]],
    home: Path,
    policy: Path,
    progress: Progress,
    waiting: Waiting,
) -> Batch:
    """Land each file, all of it or nothing, and build once if anything changed.

    Raises `PolicyError` or `WarehouseError`; what was landed stays landed.
    """
    landed: list[Landed] = []
    failed: list[tuple[str, TierlineError]] = []
    with locked(home, waiting):
        before = current(home)
        for place, (path, options) in enumerate(files):
            progress(f"reading {path.name}", LANDING * place / len(files))
            try:
                landed.append(land(path, home, options))
            except TierlineError as error:
                failed.append((path.name, error))
        report = None
        if any(one.is_new for one in landed) or (landed and not is_current(home)):
            report = rebuild(home, policy, progress=_later(progress))
    return Batch(tuple(landed), tuple(failed), report, before)


def undo(load_id: str, home: Path, policy: Path, progress: Progress, waiting: Waiting) -> Batch:
    """Withdraw one load and build without it.

    Raises `ExportError` when there is no such load or it is withdrawn already.
    """
    with locked(home, waiting):
        before = current(home)
        withdraw(home, load_id)
        return Batch(report=rebuild(home, policy, progress=progress), before=before)


def redo(load_id: str, home: Path, policy: Path, progress: Progress, waiting: Waiting) -> Batch:
    """Let a withdrawn load count again and build with it.

    Raises `ExportError` when there is no such load or it is not withdrawn.
    """
    with locked(home, waiting):
        before = current(home)
        restore(home, load_id)
        return Batch(report=rebuild(home, policy, progress=progress), before=before)


def build_again(home: Path, policy: Path, progress: Progress, waiting: Waiting) -> Batch:
    """Build from every load that counts."""
    with locked(home, waiting):
        before = current(home)
        return Batch(report=rebuild(home, policy, progress=progress), before=before)


def _later(progress: Progress) -> Progress:
    return lambda title, share: progress(title, LANDING + (1 - LANDING) * share)
