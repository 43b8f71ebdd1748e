"""Writing that survives a crash: a file is there whole, or not at all."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Replace `path` with `text` in one step; its folder must be there."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(text + "\n", encoding="utf-8")
    sync(draft)
    os.replace(draft, path)
    sync(path.parent)


def remove(path: Path) -> None:
    """Take `path` away if it is there, and keep it away after a crash."""
    path.unlink(missing_ok=True)
    sync(path.parent)


def sync(path: Path) -> None:
    """Make what was written to a file or a folder last."""
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot sync a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
