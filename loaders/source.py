"""A source: how one kind of export is recognised, and what its columns and words mean.

One module per source in loaders/sources; nothing else changes when a source is added.
"""

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import iter_modules

from loaders import (
    account_table,
    case_table,
    event_log,
    flat_fields,
    flat_table,
    hints,
    sources,
    unread,
)
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.words import Words
from metrics.errors import ExportError, did_you_mean
from metrics.warehouse.contract import Log
from metrics.warehouse.parts import WHOLE

_TABLES: dict[str | None, Callable[[Words], dict[str, str]]] = {
    "events": event_log.selects,
    "cases": case_table.selects,
    "accounts": account_table.selects,
    **dict.fromkeys(flat_fields.TABLES, flat_table.selects),
}


@dataclass(frozen=True)
class Recognition:
    """How sure a source is of a file (0 to 1), and why, in words for a person."""

    confidence: float
    why: str


@dataclass(frozen=True)
class Part:
    """One flat view of a file and what its columns mean.

    `rows` is DuckDB SQL over the view `file_rows`: flat text columns, `row_number` and `line`;
    `fills` names the contract tables that it may fill, () for all that its mapping can.
    `cautions` are selects over `file_rows`: each row, one text, says what the file leaves out.
    `assumed` is that of the part's `Log`.
    """

    mapping: Mapping
    rows: str = WHOLE
    fills: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    clocks: str = ""  # the same instants in UTC and by the file's clock: see zone_evidence.py
    assumed: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of export.

    `recognise` looks at the shape and some rows, never at the file name (rows of JSON records
    are their top-level members as text); `parts` says what the columns mean, once for each
    flat view; `convention` is the zone that the format itself prescribes, or None.
    """

    name: str
    title: str
    recognise: Callable[[Shape, list[Row]], Recognition | None]
    parts: Callable[[Shape], tuple[Part, ...]]
    convention: Callable[[Shape, list[Row]], str | None] = lambda shape, rows: None
    family: str = ""  # the name under which its cases land, for several files on the same cases


def all_sources() -> dict[str, Source]:
    """Every source by name."""
    modules = (
        import_module(f"{sources.__name__}.{m.name}") for m in iter_modules(sources.__path__)
    )
    return {module.SOURCE.name: module.SOURCE for module in modules}


def named(name: str) -> Source:
    """The source called `name`.

    Raises `ExportError` with the nearest name.
    """
    known = all_sources()
    if name not in known:
        raise ExportError(
            f'"{name}" is no source',
            where="--source",
            nearest=did_you_mean(name, known),
            next_step=f"Sources: {', '.join(sorted(known))}.",
        )
    return known[name]


def candidates(shape: Shape, rows: list[Row]) -> tuple[tuple[Source, Recognition], ...]:
    """Every source that could read this file, the surest first."""
    found = [
        (source, recognition)
        for source in all_sources().values()
        if (recognition := source.recognise(shape, rows)) is not None
    ]
    return tuple(sorted(found, key=lambda pair: -pair[1].confidence))


def recognised(shape: Shape, rows: list[Row], where: str) -> tuple[tuple[Source, Recognition], ...]:
    """The sources that could read this file, the surest first.

    Raises `ExportError` when none knows it, naming the ways out.
    """
    found = candidates(shape, rows)
    if not found:
        raise hints.unknown(shape, rows, where, sorted(all_sources()))
    return found


def selects(words: Words, fills: tuple[str, ...] = ()) -> dict[str, str]:
    """Contract table -> DuckDB SQL over the view `landed`, for the tables that may be filled."""
    made = _TABLES[words.mapping.table](words)
    if words.mapping.table in ("events", "cases"):
        made |= unread.selects(words)
    wanted = (*fills, "rejected_rows", unread.TABLE) if fills else tuple(made)
    return {table: select for table, select in made.items() if table in wanted}


def carries(mapping: Mapping) -> frozenset[str]:
    """What the columns of a part can tell: our words, and the events behind dates of a case."""
    dates = case_table.EVENTS if mapping.table == "cases" else {}
    told = {event for column, event in dates.items() if column in mapping.columns}
    return frozenset({*mapping.columns, *told, "kind", "seen_at", "row_number"})


def log(words: Words, assumed: str = "") -> Log | None:
    """The stages of an event log; None for anything else."""
    if words.mapping.table != "events":
        return None
    return replace(event_log.log(words), assumed=assumed)


def first_of(header: Iterable[str], *names: str) -> str | None:
    """The first of `names` that the header has, letter case and blanks/underscores ignored."""
    folded = {_folded(one): one for one in header}
    return next((folded[_folded(name)] for name in names if _folded(name) in folded), None)


def columns_by(header: Iterable[str], words: Dictionary[str, tuple[str, ...]]) -> dict[str, str]:
    """Our word -> the header that stands for it, for each word whose header is there.

    A header serves one word only: the first that asks for it.
    """
    taken: dict[str, str] = {}
    listed = list(header)
    for word, names in words.items():
        found = first_of([one for one in listed if one not in taken.values()], *names)
        if found is not None:
            taken[word] = found
    return taken


def _folded(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ").strip()
