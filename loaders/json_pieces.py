"""A JSON text cut into records: newline-delimited, a list, or a list inside an envelope."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from loaders.json_guess import repeated
from loaders.json_structure import Bytes, Integers, Structure, structure
from metrics.errors import ExportError

# Lists of records by name, the likeliest first, for an envelope that holds several lists.
RECORD_KEYS = (
    "issues", "tickets", "ticket_events", "ticket_metric_events", "ticket_metrics", "audits",
    "ticket_audits", "incidents", "log_entries", "scheduled_maintenances", "alerts", "logs",
    "result", "results", "data", "values", "records", "items", "events", "cases", "histories",
    "incident_updates", "follow_ups", "users", "accounts", "organizations",
)  # fmt: skip
OWN_RECORDS = RECORD_KEYS[: RECORD_KEYS.index("result")]  # cases and events, not side tables
IDENTITIES = {"id", "key", "number", "sys_id", "uuid"}  # an object with one is itself a record
ENVELOPE_LIMIT = 1 << 16  # 64 kB of one member: page data, not another list of records
Spans = tuple[tuple[int, int], ...]
_KEY = re.compile(rb'"((?:[^"\\]|\\.)*)"\s*:\s*$')
_BLANKS = b" \t\r\n\x1e"
_BETWEEN = np.frombuffer(_BLANKS + b",", dtype=np.uint8)


@dataclass(frozen=True)
class Pieces:
    """Byte offsets of each record (end excluded), the spans that they must fill but for commas
    and blanks, and what stands round them."""

    starts: Integers
    ends: Integers
    spans: Spans = ()
    envelope: dict[str, Any] = field(default_factory=dict)
    is_guess: bool = False  # right only if every piece turns out to be valid JSON


def pieces(path: Path, data: memoryview, name: str, may_guess: bool = True) -> Pieces:
    """The records of a clean UTF-8 JSON file that is mapped as `data`.

    Raises `ExportError` when it is cut off, or holds no list of objects.
    """
    begin = 3 if data[:3] == b"\xef\xbb\xbf" else 0
    if _is_line_delimited(path):
        return _lines(data, begin)
    guess = repeated(path, data) if may_guess else None
    if guess is not None:
        return Pieces(*guess, is_guess=True)
    found = structure(path)
    if not found.is_whole:
        raise _broken(data, found, name)
    _refuse_rest(data, found, begin, name)
    tops = found.opens[0]
    if data[tops[0]] == ord("["):
        spans = tuple(zip((tops + 1).tolist(), found.closes[0].tolist(), strict=True))
        return Pieces(*_objects(data, found.opens[1], found.closes[1]), spans)
    first = orjson_or_none(data[tops[0] : found.closes[0][0] + 1]) if len(tops) > 1 else None
    if len(tops) > 1 and not _is_page(first):
        return Pieces(tops, found.closes[0] + 1, ((begin, len(data)),))
    return _enveloped(data, found)


def orjson_or_none(text: memoryview | bytes) -> Any:
    """The value, or None when the text is no JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def strangers(data: memoryview, found: Pieces) -> list[tuple[int, str]]:
    """(offset, text) of what stands between the records and is none, such as a bare number."""
    told = []
    array: Bytes = np.frombuffer(data, dtype=np.uint8)
    for start, end in found.spans:
        first, last = np.searchsorted(found.starts, (start, end))
        lows = np.concatenate(([start], found.ends[first:last]))
        highs = np.concatenate((found.starts[first:last], [end]))
        lengths = highs - lows
        places = np.arange(lengths.sum()) + np.repeat(lows - np.cumsum(lengths) + lengths, lengths)
        strange = places[~np.isin(array[places], _BETWEEN)]
        gaps = np.unique(np.searchsorted(lows, strange, side="right") - 1)
        told += [(int(lows[gap]), bytes(data[lows[gap] : highs[gap]])) for gap in gaps]
    return [(at, text.strip(_BLANKS + b",").decode("utf-8", "replace")) for at, text in told]


def _is_line_delimited(path: Path) -> bool:
    """Whether one of the first two lines that say anything is an object, and more lines follow."""
    with path.open("rb") as file:
        lines = [line for _ in range(100) if (line := file.readline(1 << 26)).strip(_BLANKS)][:3]
    if len(lines) < 2:
        return False
    first, second = (orjson_or_none(line.lstrip(b"\xef\xbb\xbf")) for line in lines[:2])
    if _is_page(first):
        return False
    return isinstance(first, dict) or isinstance(second, dict)


def _is_page(value: Any) -> bool:
    """Whether an object is one page of many: an envelope with a known list of records."""
    return (
        isinstance(value, dict)
        and not IDENTITIES & set(value)
        and any(isinstance(value.get(key), list) for key in RECORD_KEYS)
    )


def _lines(data: memoryview, begin: int) -> Pieces:
    """Every line that is not blank."""
    array: Bytes = np.frombuffer(data, dtype=np.uint8)
    step = 1 << 22
    found = [np.flatnonzero(array[at : at + step] == 10) + at for at in range(0, len(array), step)]
    newlines = np.concatenate([*found, [len(array)]])
    starts = np.concatenate(([begin], newlines[:-1] + 1))
    ends = newlines - (array[np.maximum(newlines - 1, 0)] == 13)
    kept = ends > starts
    return _without_blank(data, starts[kept], ends[kept])


def _without_blank(data: memoryview, starts: Integers, ends: Integers) -> Pieces:
    """Short lines may hold nothing but blanks."""
    short = np.flatnonzero(ends - starts < 16)
    blank = [at for at in short if not bytes(data[starts[at] : ends[at]]).strip(_BLANKS)]
    return Pieces(np.delete(starts, blank), np.delete(ends, blank))


def _enveloped(data: memoryview, found: Structure) -> Pieces:
    """The records of the list that an envelope holds, over all its pages; without such a list
    the object is one record itself."""
    lists = _lists(data, found)
    whole = Pieces(found.opens[0], found.closes[0] + 1)
    head = _outside(data, found, lists)
    if not lists or (IDENTITIES & set(head) and not set(RECORD_KEYS) & set(lists)):
        return whole
    key = next((one for one in RECORD_KEYS if one in lists), None)
    if key is None:
        key = max(lists, key=lambda one: sum(end - start for start, end in lists[one]))
    starts, ends = _objects(data, found.opens[2], found.closes[2])
    inside = np.zeros(len(starts), dtype=bool)
    for start, end in lists[key]:
        inside |= (starts > start) & (starts < end)
    spans = tuple((start + 1, end) for start, end in lists[key])
    unread = _unread(lists, key)
    around = {"records_key": key} | _small(head, key) | ({"unread": unread} if unread else {})
    return Pieces(starts[inside], ends[inside], spans, around)


def _unread(lists: dict[str, list[tuple[int, int]]], key: str) -> list[str]:
    """Other lists of the envelope that nobody will read: long ones, and records of their own."""
    return sorted(
        name
        for name, spans in lists.items()
        if name != key
        and any(
            end - start > (2 if name in OWN_RECORDS else ENVELOPE_LIMIT) for start, end in spans
        )
    )


def _lists(data: memoryview, found: Structure) -> dict[str, list[tuple[int, int]]]:
    """Spans of the lists right inside the envelope, by name."""
    lists: dict[str, list[tuple[int, int]]] = {}
    for start, end in zip(found.opens[1].tolist(), found.closes[1].tolist(), strict=True):
        key = _KEY.search(bytes(data[max(0, start - 300) : start]))
        if data[start] == ord("[") and key:
            lists.setdefault(key[1].decode(), []).append((start, end))
    return lists


def _outside(
    data: memoryview, found: Structure, lists: dict[str, list[tuple[int, int]]]
) -> dict[str, Any]:
    """The first page with its long lists emptied."""
    at, text = int(found.opens[0][0]), b""
    stop = int(found.closes[0][0])
    spans = sorted(span for many in lists.values() for span in many)
    for start, end in spans:
        if start < stop and end - start > ENVELOPE_LIMIT:
            text, at = text + bytes(data[at : start + 1]), end
    value = orjson_or_none(text + bytes(data[at : stop + 1]))
    return value if isinstance(value, dict) else {}


def _small(head: dict[str, Any], key: str) -> dict[str, Any]:
    return {
        name: value
        for name, value in head.items()
        if name != key and value != [] and len(orjson.dumps(value)) <= ENVELOPE_LIMIT
    }


def _objects(data: memoryview, opens: Integers, closes: Integers) -> tuple[Integers, Integers]:
    """The spans that are objects, not lists."""
    is_object = np.frombuffer(data, dtype=np.uint8)[opens] == ord("{")
    return opens[is_object], closes[is_object] + 1


def _refuse_rest(data: memoryview, found: Structure, begin: int, name: str) -> None:
    """Raises `ExportError` when text stands before or behind the JSON."""
    last = int(found.closes[0][-1]) + 1
    for start, end in ((begin, int(found.opens[0][0])), (last, len(data))):
        rest = bytes(data[start : min(end, start + 4096)]).strip(_BLANKS + b",")
        if rest:
            shown = rest[:60].decode("utf-8", "replace")
            raise ExportError(
                f'text that is no JSON stands round the records ("{shown}")',
                where=f"{name}, line {line_of(data, start)}",
                next_step="Export it again, or remove that text. Nothing was landed.",
            )


def _broken(data: memoryview, found: Structure, name: str) -> ExportError:
    """The refusal of a text that is cut off or has a stray quote; names the first bad record."""
    for level in (1, 2, 0):
        starts, ends = found.opens[level], found.closes[level]
        for number, start in enumerate(starts.tolist(), start=1):
            behind = np.searchsorted(ends, start)
            end = int(ends[behind]) + 1 if behind < len(ends) else len(data)
            if data[start] == ord("{") and orjson_or_none(data[start:end]) is None:
                what = f"the JSON breaks off or breaks in record {number:,}"
                return _cut(what, f"{name}, line {line_of(data, start):,}")
    return _cut("the JSON breaks off", name)


def _cut(what: str, where: str) -> ExportError:
    return ExportError(what, where, next_step="Export it again. Nothing was landed.")


def line_of(data: memoryview, offset: int) -> int:
    """The physical line of a byte."""
    return bytes(data[:offset]).count(b"\n") + 1
