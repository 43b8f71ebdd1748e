"""What one file means: who reads it, under which name, with which mapping, zone and order."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from loaders import mapping as mappings
from loaders import source as sources
from loaders.flatten import first_step, flat
from loaders.mapping import Mapping
from loaders.questions import Answerer, Answers, Choice, Question, nobody
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from metrics.errors import ExportError
from metrics.warehouse.parts import WHOLE

Ranking = tuple[tuple[Source, Recognition], ...]
# Two sources closer than this are about as sure: each source grades itself by tenths.
ABOUT = 0.02


@dataclass(frozen=True)
class Options:
    """What the person said, and who answers what a file leaves open."""

    source: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    mapping: Path | None = None
    answer: Answerer = nobody
    sheet: str | None = None
    account: str | None = None


@dataclass(frozen=True)
class Meaning:
    """The answer; `given` is the mapping as plain JSON if a person wrote one."""

    reader: Source
    name: str
    why: str
    parts: tuple[Part, ...]
    given: dict[str, Any] | None
    zone: str | None
    order: str | None
    ranking: Ranking = ()  # the sources that could read it, the surest first
    account: str | None = None  # the column that a person says names the client account
    hints: tuple[str, ...] = ()  # what could be said of the file and was not


def meaning_of(path: Path, shape: Shape, rows: list[Row], options: Options) -> Meaning:
    """Who reads the file: a mapping given, one beside it, a named source, or by what it holds.

    Raises `ExportError` when nobody can, or a mapped column is not there.
    """
    given = mappings.read(options.mapping) if options.mapping else None
    if given is None and options.source is None:
        given = mappings.beside(path)
    if given is not None and given.table is not None:
        require_columns(given, shape, path.name)
        return _mapped(given, shape, options)
    return _formatted(path.name, shape, options, given, rows)


def require_columns(given: Mapping, shape: Shape, where: str) -> None:
    """Raises `ExportError` when the mapping names a column that the file does not have; a path
    into JSON records (fields.status.name) is looked up by its first step."""
    present = list(shape.columns)
    if shape.form == "records":
        named = [one for one in given.every_header() if first_step(one) in present]
        present = [*present, *named]
    mappings.require_columns(given, present, where)


def parts_of(reader: Source, shape: Shape) -> tuple[Part, ...]:
    """The parts that a source sees in a file; of JSON records, one that takes the file as it
    stands is given its columns as members."""
    return tuple(
        replace(part, rows=flat(shape, part.mapping.every_header())) if part.rows == WHOLE else part
        for part in reader.parts(shape)
    )


def given_part(given: Mapping, shape: Shape) -> Part:
    """The one part of a file whose columns a person's mapping names."""
    return Part(given, flat(shape, given.every_header()))


def _mapped(given: Mapping, shape: Shape, options: Options) -> Meaning:
    """The mapping says which column is what."""
    named = f"generic_{given.table}" if given.table in ("events", "cases") else given.table
    reader = sources.named(str(named))
    name = options.source or given.source or reader.name
    zone = options.time_zone or given.time_zone
    why = "a mapping file says which column is what"
    parts = (given_part(given, shape),)
    return Meaning(
        reader, name, why, parts, given.model_dump(), zone, options.date_order or given.date_order
    )


def _formatted(
    where: str, shape: Shape, options: Options, given: Mapping | None, rows: list[Row]
) -> Meaning:
    """The file says which format it is; a mapping without columns gives options only."""
    hints = given or Mapping()
    if options.source is not None:
        reader, why = sources.named(options.source), "named by a person"
        parts, ranking = _told(reader, shape, where), sources.candidates(shape, rows)
    else:
        ranking = sources.recognised(shape, rows, where)
        reader, recognition = _surest(ranking, where, options.answer)
        parts, why = _told(reader, shape, where), recognition.why
    zone = options.time_zone or hints.time_zone or reader.convention(shape, rows)
    name = hints.source or reader.family or reader.name
    order = options.date_order or hints.date_order
    return Meaning(reader, name, why, parts, None, zone, order, ranking)


def _surest(ranking: Ranking, where: str, answer: Answerer) -> tuple[Source, Recognition]:
    """The first of the ranking, unless another is about as sure: then a person says which.

    Raises `Ask` when nobody does.
    """
    best = ranking[0][1].confidence
    close = [pair for pair in ranking if best - pair[1].confidence < ABOUT]
    if len(close) == 1:
        return close[0]
    choices = tuple(Choice(one.name, f"{one.title}: {found.why}") for one, found in close)
    said = Answers(answer).need(
        Question("source", "the file could come from more than one source", choices, where=where)
    )
    return next(pair for pair in close if pair[0].name == said)


def _told(reader: Source, shape: Shape, where: str) -> tuple[Part, ...]:
    try:
        for part in reader.parts(shape):
            if part.rows == WHOLE:
                require_columns(part.mapping, shape, where)
        return parts_of(reader, shape)
    except ExportError as error:
        raise ExportError(error.what, where, error.nearest, error.next_step) from error
    except ValueError as error:
        raise ExportError(
            f"the file does not fit the source {reader.name}",
            where=where,
            next_step="Leave --source out, or say which column is what with --mapping FILE.",
        ) from error
