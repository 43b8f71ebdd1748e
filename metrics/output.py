"""Where an answer goes: to the file asked for, else to standard output."""

import contextlib
import os
import shutil
import sys
from argparse import Namespace
from pathlib import Path

from metrics.errors import TierlineError


def put(content: str | bytes, arguments: Namespace) -> None:
    """Write to the file of `--out`, else print. Raises `TierlineError` as `write` and `say` do."""
    if arguments.out:
        write(content, arguments.out)
    else:
        say(content)


def say(content: str | bytes) -> None:
    """Print as UTF-8 whatever the terminal's own: an answer has the same bytes everywhere.

    Raises `TierlineError` when standard output is closed or full.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if sys.stdout is None:
            raise OSError(None, "it is closed")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        hush()
        raise
    except OSError as error:
        hush()
        raise TierlineError(
            f"standard output cannot be written ({error.strerror})",
            next_step="What was printed is not whole. Print again where there is room.",
        ) from error


def hush() -> None:
    """Nobody takes what is printed: without this Python complains of it on its way out."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(content: str | bytes, path: Path) -> None:
    """Puts a finished file in place at once; CSV gets a byte order mark, for Excel. A link stays
    a link, a file replaced keeps who may read it, a device or pipe is written to as it is.

    Raises `TierlineError` for a folder, one that is missing or may not be written, and no room.
    """
    if isinstance(content, str):
        content = content.encode("utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8")
    try:
        if path.is_dir():
            step = f"Name a file in it, such as {path / 'report.csv'}."
            raise TierlineError("this is a folder", str(path), None, step)
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _replace(content, Path(os.path.realpath(path)))
    except OSError as error:
        raise TierlineError(
            f"the report cannot be written ({error.strerror})",
            where=str(path),
            next_step="Name a file in a folder that exists and that you may write to.",
        ) from error


def _replace(content: bytes, path: Path) -> None:
    aside = path.with_name(f".tierline-{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            if path.exists():
                shutil.copymode(path, aside)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()
