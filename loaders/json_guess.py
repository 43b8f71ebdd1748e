"""A fast guess at the records of a large JSON list: machines write each record like the first.

The bytes between the first two records, with the first key of the second, are looked for in
the whole file. The guess is right if every piece is valid JSON by itself: a cut inside a record
leaves two halves, a record that starts otherwise sticks to the one before it.
"""

import re
from pathlib import Path

import numpy as np

from loaders.json_structure import Integers, structure_of
from loaders.text import CHUNK

HEAD = 1 << 20  # the first two records lie in the first megabyte, or nothing is guessed
_FIRST_KEY = re.compile(rb'\{\s*"(?:[^"\\]|\\.)*"\s*:')
_BLANKS = b" \t\r\n"


def repeated(path: Path, data: memoryview) -> tuple[Integers, Integers] | None:
    """Starts and ends of the records of one list, or None where nothing can be guessed."""
    head = bytes(data[:HEAD]).removeprefix(b"\xef\xbb\xbf")
    tail = bytes(data[-4096:]).rstrip(_BLANKS)
    rest = tail.removesuffix(b"]").rstrip(_BLANKS)
    is_list = head.lstrip(_BLANKS).startswith(b"[") and tail.endswith(b"]")
    if len(data) < HEAD or not is_list or not rest.endswith(b"}"):
        return None
    skipped = len(bytes(data[:HEAD])) - len(head)
    separator = _separator(head)
    if separator is None:
        return None
    joins = _found(path, separator)
    after = len(separator) - len(_key_at(separator))
    first = skipped + head.index(b"{")
    last = max(len(data) - 4096, 0) + len(rest)
    starts = np.concatenate(([first], joins + after))
    return starts, np.concatenate((joins + 1, [last]))


def _separator(head: bytes) -> bytes | None:
    """The end of the first record up to the first key of the second."""
    found = structure_of([head], levels=2)
    opens, closes = found.opens[1], found.closes[1]
    if len(opens) < 2 or len(closes) < 2:
        return None
    first = _FIRST_KEY.match(head, int(opens[0]))
    second = _FIRST_KEY.match(head, int(opens[1]))
    if first is None or second is None or first[0] != second[0]:
        return None
    return head[int(closes[0]) : second.end()]


def _key_at(separator: bytes) -> bytes:
    """The part of the separator that belongs to the next record."""
    return separator[separator.index(b"{") :]


def _found(path: Path, separator: bytes) -> Integers:
    """Where the separator stands."""
    places: list[int] = []
    rest, offset = b"", 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            window = rest + chunk
            at = window.find(separator)
            while at >= 0:
                places.append(offset + at)
                at = window.find(separator, at + 1)
            kept = min(len(window), len(separator) - 1)
            rest, offset = window[len(window) - kept :], offset + len(window) - kept
    return np.array(places, dtype=np.int64)
