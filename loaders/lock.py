"""One writer at a time: a lock file in the home, let go by the system when a process dies."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str], wait: bool) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[str], wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(home: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold `home`/lock for the block; calls `waiting` once if another process has it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w", encoding="utf-8") as file:
        try:
            _take(file, wait=False)
        except OSError:
            waiting()
            _take(file, wait=True)
        yield


def is_locked(home: Path) -> bool:
    """Whether a process holds `home`/lock right now; it may let go at any time."""
    path = home / "lock"
    if not path.exists():
        return False
    with path.open("a", encoding="utf-8") as file:
        try:
            _take(file, wait=False)
        except OSError:
            return True
    return False
