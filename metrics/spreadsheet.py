"""CSV that no spreadsheet takes for a formula, and that reads back exactly.

Source: OWASP, CSV Injection. Numbers leave as numbers; text that could start a formula gets
an apostrophe in front.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# A spreadsheet reads past blanks, quotes and a byte order mark before it decides; the
# full-width twins of = + - @ are folded to them in some locales.
_STARTS_A_FORMULA = re.compile(
    "[ \u00a0\ufeff'\"]*[=+\\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05]"
)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def safe(value: Any) -> Any:
    """The value as a cell: text that could start a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and _is_dangerous(value) else value


def unsafe(cell: str) -> str:
    """The text that `safe` made this cell of."""
    return cell[1:] if cell.startswith("'") and _is_dangerous(cell[1:]) else cell


def csv_text(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """RFC 4180 with a header: CRLF, quotes where needed, null as an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(name) for name in names])
    for row in rows:
        writer.writerow([safe(row[name]) for name in names])
    return out.getvalue()


def _is_dangerous(text: str) -> bool:
    return bool(_STARTS_A_FORMULA.match(text)) and not _NUMBER.fullmatch(text)
