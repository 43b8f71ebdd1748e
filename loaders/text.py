"""From the bytes of an export to a clean UTF-8 text file: unpacked and transcoded.

It knows nothing of rows.
"""

import codecs
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from loaders.header import BLANKS, DELIMITERS
from metrics.errors import ExportError

CHUNK = 1 << 20  # 1 MB: well inside the cache, as are the masks that are made of it
UNPACKED_LIMIT = 8 << 30  # 8 GB: ten times the largest export measured; a gz bomb stops here
NEWLINE, RETURN, SPACE, QUOTE = 10, 13, 32, 34
_WIDE = tuple(blank.encode() for blank in BLANKS[1:])
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class Facts:
    """What one pass over the bytes says."""

    size: int
    sha256: str
    newlines: int
    carriage_returns: int
    crlf: int
    quotes: int
    is_utf8: bool
    has_nul: bool
    has_wide_blanks: bool
    has_padding: bool
    has_blank_lines: bool
    ends_open: bool

    @property
    def newline(self) -> str | None:
        """The one newline of the file, or None when it mixes them or uses bare CR."""
        if self.carriage_returns == 0:
            return "\\n"
        same = self.carriage_returns == self.crlf == self.newlines
        return "\\r\\n" if same else None

    @property
    def blanks(self) -> str:
        """What a value may start or end with; one that is nothing in quotes counts as a space."""
        if self.has_wide_blanks:
            return BLANKS
        return " " if self.has_padding else ""

    @property
    def is_clean(self) -> bool:
        """Whether DuckDB can read the bytes as they are."""
        return self.is_utf8 and not self.has_nul and self.newline is not None


def unpacked(path: Path, workspace: Path) -> Path:
    """`path` itself, or its gz content as a file in `workspace` (checked against its CRC).

    Raises `ExportError` when the file cannot be read.
    """
    _check_name(path)
    if not path.is_file():
        raise ExportError("there is no such file", where=str(path))
    with path.open("rb") as file:
        first = file.read(64)
    if first.startswith(b"\x1f\x8b"):
        path = _gunzip(path, workspace / "unpacked.csv")
    return path


def scan(path: Path, limit: int | None = None) -> Facts:
    """One pass over the bytes (or the first `limit` of them)."""
    facts = _Scanner()
    with path.open("rb") as file:
        while (limit is None or facts.size < limit) and (chunk := file.read(CHUNK)):
            facts.take(chunk)
    return facts.done(is_whole=limit is None or facts.size < limit)


def is_plain_utf8(path: Path) -> bool:
    """Whether the bytes are UTF-8 without NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\x00" in chunk:
                return False
            if chunk.isascii() and not decoder.getstate()[0]:
                continue
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return False
    return not decoder.getstate()[0]


def sha256_of(path: Path) -> str:
    """The digest of the bytes as given."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cleaned(path: Path, facts: Facts, workspace: Path) -> tuple[Path, str]:
    """A UTF-8 copy with `\\n` line ends and no NUL, and the encoding it was read with."""
    encoding = _encoding(path, facts)
    target = workspace / "cleaned.csv"
    with (
        path.open("r", encoding=encoding, newline=None) as source,
        target.open("w", encoding="utf-8", newline="\n") as clean,
    ):
        while text := source.read(CHUNK):
            clean.write(text.replace("\x00", ""))
    return target, encoding


class _Scanner:
    def __init__(self) -> None:
        self.size = self.newlines = self.returns = self.crlf = self.quotes = 0
        self.digest, self.decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
        self.is_utf8, self.has_nul, self.has_wide, self.has_blank = True, False, False, False
        self.has_padding = False
        self.tail = b"\n"  # a file that starts with a blank line has one

    def take(self, chunk: bytes) -> None:
        joint = self.tail + chunk[:2]
        data = np.frombuffer(chunk, dtype=np.uint8)
        self.digest.update(chunk)
        self.newlines += int(np.count_nonzero(data == NEWLINE))
        self.quotes += int(np.count_nonzero(data == QUOTE))
        if has_return := b"\r" in chunk:
            self.returns += chunk.count(b"\r")
            self.crlf += chunk.count(b"\r\n") + (self.tail.endswith(b"\r") and chunk[:1] == b"\n")
        self._decode(chunk)
        self.has_nul = self.has_nul or b"\x00" in chunk
        self.has_wide = self.has_wide or _holds_wide_blanks(joint, chunk, self.size == 0)
        self.has_padding = self.has_padding or _holds_padding(joint) or _holds_padding(chunk)
        self.has_blank = (
            self.has_blank
            or _holds_blank_line(chunk)
            or b"\n\n" in joint
            or b"\n\r\n" in joint
            or (has_return and b"\n\r\n" in chunk)
        )
        self.size += len(chunk)
        self.tail = (self.tail + chunk[-3:])[-3:]

    def _decode(self, chunk: bytes) -> None:
        pending = self.decoder.getstate()[0]
        if not self.is_utf8 or (chunk.isascii() and not pending):
            return
        try:
            self.decoder.decode(chunk)
        except UnicodeDecodeError:
            self.is_utf8 = False

    def done(self, is_whole: bool) -> Facts:
        is_utf8 = self.is_utf8 and not (is_whole and self.decoder.getstate()[0])
        ends_open = self.size > 0 and not self.tail.endswith(b"\n")
        has_padding = self.has_padding or self.tail.endswith(b" ")
        return Facts(
            self.size, self.digest.hexdigest(), self.newlines, self.returns, self.crlf, self.quotes,
            is_utf8, self.has_nul, self.has_wide, has_padding, self.has_blank, ends_open,
        )  # fmt: skip


def _holds_blank_line(chunk: bytes) -> bool:
    """Whether two newlines stand side by side: pairs of bytes at even and at odd places, which
    takes a tenth of the time that a search for them does."""
    pair = NEWLINE << 8 | NEWLINE
    for offset in (0, 1):
        pairs = np.frombuffer(chunk, np.uint16, max(0, len(chunk) - offset) // 2, offset)
        if (pairs == pair).any():
            return True
    return False


def _holds_wide_blanks(joint: bytes, chunk: bytes, is_first: bool) -> bool:
    """Whether a blank other than the space stands in the bytes, a mark at the start aside."""
    if chunk.isascii() and joint.isascii():
        return b"\t" in chunk
    body = chunk[3:] if is_first and chunk.startswith(codecs.BOM_UTF8) else chunk
    return any(blank in part for blank in _WIDE for part in (joint, body))


def _holds_padding(chunk: bytes) -> bool:
    """Whether a value may start or end with a space, or be nothing in quotes; whichever byte
    parts the values. A space after a comma inside a text looks the same."""
    data = np.frombuffer(chunk, dtype=np.uint8)
    space, quote = data == SPACE, data == QUOTE
    edge = (data <= RETURN) | quote
    for delimiter in DELIMITERS:
        edge |= data == ord(delimiter)
    pairs = ((space, edge), (edge, space), (quote, quote))
    return any((before[:-1] & after[1:]).any() for before, after in pairs)


def _gunzip(path: Path, target: Path) -> Path:
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            size = 0
            while chunk := packed.read(CHUNK):
                size += len(chunk)
                if size > UNPACKED_LIMIT:
                    raise ExportError(f"unpacks to more than {UNPACKED_LIMIT:,} bytes", path.name)
                plain.write(chunk)
    except (OSError, EOFError, ValueError) as error:
        raise ExportError(
            f"the gz file is damaged ({error})",
            where=path.name,
            next_step="Fetch it again; nothing of it was landed.",
        ) from error
    return target


def _encoding(path: Path, facts: Facts) -> str:
    with path.open("rb") as file:
        first = file.read(4096)
    for mark, name in _UTF16:
        if first.startswith(mark):
            return "utf-16"
        odd = first[1::2] if name == "utf-16-le" else first[::2]
        if odd and odd.count(0) > len(odd) * 0.4:
            return name
    if facts.is_utf8:
        return "utf-8-sig"
    return "latin-1" if _has_undefined_cp1252(path) else "cp1252"


def _has_undefined_cp1252(path: Path) -> bool:
    undefined = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
    with path.open("rb") as file:
        return any(set(chunk) & set(undefined) for chunk in iter(lambda: file.read(CHUNK), b""))


def _check_name(path: Path) -> None:
    """Names are kept as text; on Linux one may hold bytes that are none."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise ExportError(
            "the name or its folder is no text (not UTF-8)",
            where=ascii(path.name).strip("'"),
            next_step="Rename it; nothing of it was landed.",
        ) from error
