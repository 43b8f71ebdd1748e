"""What one file means: who reads it, under which name, with which mapping, zone and order."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders import mapping as mappings
from loaders import source as sources
from loaders.mapping import Mapping
from loaders.source import Header, Row, Source
from metrics.errors import ExportError


@dataclass(frozen=True)
class Options:
    """What the person said on the command line."""

    source: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    mapping: Path | None = None


@dataclass(frozen=True)
class Meaning:
    """The answer; `given` is the mapping as plain JSON if a person wrote one."""

    reader: Source
    name: str
    why: str
    mapping: Mapping
    given: dict[str, Any] | None
    zone: str | None
    order: str | None


def meaning_of(path: Path, header: Header, rows: list[Row], options: Options) -> Meaning:
    """Who reads the file: a mapping given, one beside it, a named source, or by its header.

    Raises `ExportError` when nobody can, or a mapped column is not there.
    """
    given = mappings.read(options.mapping) if options.mapping else None
    if given is None and options.source is None:
        given = mappings.beside(path)
    if given is not None and given.table is not None:
        meaning = _mapped(given, options)
    else:
        meaning = _formatted(path.name, header, options, given, rows)
    mappings.require_columns(meaning.mapping, header, path.name)
    return meaning


def _mapped(given: Mapping, options: Options) -> Meaning:
    """The mapping says which column is what."""
    reader = sources.named("accounts" if given.table == "accounts" else f"generic_{given.table}")
    name = options.source or given.source or reader.name
    zone = options.time_zone or given.time_zone
    why = "a mapping file says which column is what"
    return Meaning(reader, name, why, given, given.model_dump(), zone, given.date_order)


def _formatted(
    where: str, header: Header, options: Options, given: Mapping | None, rows: list[Row]
) -> Meaning:
    """The header says which format this is; a mapping without columns gives options only."""
    hints = given or Mapping()
    if options.source is not None:
        reader, why = sources.named(options.source), "named with --source"
        meant = _told(reader, header, where)
    else:
        reader, recognition = sources.recognised(header, rows, where)
        meant, why = reader.mapping(header), recognition.why
    zone = options.time_zone or hints.time_zone or reader.convention(header, rows)
    return Meaning(reader, reader.name, why, meant, None, zone, hints.date_order)


def _told(reader: Source, header: Header, where: str) -> Mapping:
    try:
        return reader.mapping(header)
    except ValueError as error:
        raise ExportError(
            f"the header does not fit the source {reader.name}",
            where=where,
            next_step="Leave --source out, or say which column is what with --mapping FILE.",
        ) from error
