"""Where the objects and lists of a JSON text begin and end, found with NumPy in one pass.

It looks at quotes and brackets only and holds nothing but positions; whether each piece is
valid JSON is for others to say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from loaders.text import CHUNK

Integers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
QUOTE, BACKSLASH, OPEN, CLOSE = 34, 92, 0x7B, 0x7D  # [ and ] become { and } with the 0x20 bit set
LEVELS = 3  # an envelope holds its list at level 1 and the records at level 2


@dataclass(frozen=True)
class Structure:
    """`opens[k]` and `closes[k]` are byte offsets of the containers that stand k deep;
    `is_whole` says that every quote and bracket is closed."""

    opens: tuple[Integers, ...]
    closes: tuple[Integers, ...]
    is_whole: bool


@dataclass(frozen=True)
class _Marks:
    """The brackets outside strings in one chunk: offsets, and the depth outside each."""

    at: Integers
    is_open: npt.NDArray[np.bool_]
    outside: Integers


def structure(path: Path, levels: int = LEVELS) -> Structure:
    """The containers of the first `levels` levels."""
    return structure_of(_chunks(path), levels)


def structure_of(chunks: Iterable[bytes], levels: int = LEVELS) -> Structure:
    """The same of a text in pieces of which none ends within a run of backslashes."""
    opens: list[list[Integers]] = [[] for _ in range(levels)]
    closes: list[list[Integers]] = [[] for _ in range(levels)]
    scanner = _Scanner()
    for chunk in chunks:
        marks = scanner.take(chunk)
        for level in range(levels):
            here = marks.outside == level
            opens[level].append(marks.at[here & marks.is_open])
            closes[level].append(marks.at[here & ~marks.is_open])
    whole = scanner.depth == 0 and not scanner.is_inside and scanner.lowest >= 0
    return Structure(tuple(map(_joined, opens)), tuple(map(_joined, closes)), whole)


class _Scanner:
    def __init__(self) -> None:
        self.depth, self.lowest, self.offset, self.is_inside = 0, 0, 0, False

    def take(self, chunk: bytes) -> _Marks:
        data = np.frombuffer(chunk, dtype=np.uint8)
        folded = data | 0x20
        found = (data == QUOTE) | (folded == OPEN) | (folded == CLOSE)
        if b"\\" in chunk:
            found[_escaped(data)] = False
        at = np.flatnonzero(found)
        kinds = folded[at]
        quotes = data[at] == QUOTE
        inside = (np.cumsum(quotes) + self.is_inside) & 1
        bracket = ~quotes & (inside == 0)
        is_open = kinds[bracket] == OPEN
        after = self.depth + np.cumsum(np.where(is_open, 1, -1))
        marks = _Marks(at[bracket] + self.offset, is_open, after - is_open)
        if len(after):
            self.depth, self.lowest = int(after[-1]), min(self.lowest, int(after.min()))
        self.is_inside = bool(inside[-1]) if len(inside) else self.is_inside
        self.offset += len(chunk)
        return marks


def _escaped(data: Bytes) -> Integers:
    """Places right behind an odd run of backslashes."""
    slashes = np.flatnonzero(data == BACKSLASH)
    firsts = np.flatnonzero(np.diff(slashes, prepend=-2) != 1)
    lengths = np.diff(firsts, append=len(slashes))
    behind = slashes[firsts] + lengths
    odd: Integers = behind[(lengths & 1 == 1) & (behind < len(data))]
    return odd


def _chunks(path: Path) -> Iterator[bytes]:
    """The file in pieces of which none ends within a run of backslashes."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            while chunk.endswith(b"\\") and (more := file.read(1 << 16)):
                chunk += more
            yield chunk


def _joined(parts: list[Integers]) -> Integers:
    return np.concatenate(parts) if parts else np.array([], dtype=np.int64)
