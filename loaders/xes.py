"""An XES event log as a table of text: one row per event, its trace's attributes as case:*.

Only attributes with a key of their own are taken; those nested in them are left out. Entities
and document types are refused: an export has none, an attack has.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from loaders import text
from loaders.header import folded
from loaders.reading import Reading
from loaders.text_rows import TextRows
from metrics.errors import ExportError

_EVENT = re.compile(rb"<(?:\w+:)?event[\s>/]")
_COMMENTED = re.compile(rb"<!--(?:(?!-->).)*event|<!\[CDATA\[", re.DOTALL)
_UNSAFE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_VALUES = ("string", "date", "int", "float", "boolean", "id")


def read_xes(path: Path, plain: Path, workspace: Path, folder: Path) -> Reading:
    """Read every event into `folder`/rows.parquet.

    Raises `ExportError` when the log is cut off, unsafe or has no events.
    """
    expected = _counted(plain, path.name)
    rows = TextRows(workspace)
    try:
        for event, line in _events(plain):
            rows.add(event, line)
    except etree.XMLSyntaxError as error:
        raise _broken(error, path.name) from error
    if rows.rows == 0 or (expected is not None and rows.rows != expected):
        raise ExportError(
            f"the log names {expected or 0:,} events, and {rows.rows:,} could be read",
            where=path.name,
            next_step="Export it again with at least one event. Nothing was landed.",
        )
    keys = sorted(rows.columns, key=lambda name: (not name.startswith("case:"), name))
    columns = folded(keys, path.name)
    target = folder / "rows.parquet"
    rows.write(target, dict(zip(keys, columns, strict=True)))
    return Reading(target, None, text.sha256_of(path), "xes", "", columns, rows.rows, 0)


def _broken(error: etree.XMLSyntaxError, name: str) -> ExportError:
    said = str(error.msg).splitlines()[0]
    what = f"the XML breaks off or breaks on line {error.lineno or 0:,} ({said})"
    if "Buffer size limit" in said:
        what = f"a value before line {error.lineno or 0:,} of the XML is longer than 10 MB"
    return ExportError(what, where=name, next_step="Export it again. Nothing was landed.")


def _events(plain: Path) -> Iterator[tuple[dict[str, str], int]]:
    """(attributes, line) of each event in the order of the file."""
    trace: dict[str, str] = {}
    with plain.open("rb") as file:
        parsed = etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for happened, element in parsed:
            name = etree.QName(element).localname
            if name == "trace" and happened == "start":
                trace = {}
            elif name == "event" and happened == "end":
                yield trace | _attributes(element), int(element.sourceline or 0)
                _forget(element)
            elif happened == "end" and name in _VALUES and _is_in_trace(element):
                trace[f"case:{element.get('key', '')}"] = element.get("value", "")
            elif name == "trace":
                _forget(element)


def _attributes(event: etree._Element) -> dict[str, str]:
    return {
        str(child.get("key")): str(child.get("value", ""))
        for child in event
        if child.get("key") and etree.QName(child).localname in _VALUES
    }


def _is_in_trace(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and etree.QName(parent).localname == "trace"


def _forget(element: etree._Element) -> None:
    """Let go of what has been read, so that memory stays small."""
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]


def _counted(plain: Path, name: str) -> int | None:
    """Events by their tags, read without a parser; None where comments could hold some.

    Raises `ExportError` when the file declares a document type or entities.
    """
    found, is_commented, rest = 0, False, b""
    with plain.open("rb") as file:
        while chunk := file.read(text.CHUNK):
            window = rest + chunk
            if _UNSAFE.search(window):
                raise ExportError(
                    "the XML declares a document type or entities, which no event log needs",
                    where=name,
                    next_step="Export it without them. Nothing was landed.",
                )
            cut = max(0, len(window) - 16)
            found += sum(1 for one in _EVENT.finditer(window) if one.start() < cut)
            is_commented = is_commented or _COMMENTED.search(window) is not None
            rest = window[cut:]
    found += len(_EVENT.findall(rest))
    return None if is_commented else found
