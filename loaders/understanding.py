"""What landed rows mean: who reads them, how their dates are written, what is set aside."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from loaders import source as sources
from loaders.account_column import settled
from loaders.dates import Dated, Dating, infer, require_zone
from loaders.mapping import DAYS, Mapping
from loaders.meaning import Meaning, Options, meaning_of
from loaders.questions import Answers, Topic, nobody
from loaders.quoting import identifier, literal
from loaders.reading import Reading
from loaders.shape import Row, Shape
from loaders.source import Part
from loaders.words import Words
from loaders.zone_evidence import proposal
from loaders.zones import time_zone
from metrics.errors import ExportError
from metrics.warehouse import parts as opened
from metrics.warehouse.connection import scratch

SAMPLE_ROWS = 200  # enough to tell a raw export from a display export


@dataclass(frozen=True)
class Understanding:
    """The meaning of a file, the dating of each part, rows set aside by rule, and what a
    person should know of the file, in sentences."""

    meaning: Meaning
    datings: tuple[Dating, ...]
    set_aside: dict[str, int]
    answered: dict[Topic, str] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()


def understood(path: Path, reading: Reading, options: Options) -> Understanding:
    """What the rows of `reading` mean.

    Raises `ExportError` or `Ask` when they mean nothing that can be used.
    """
    with scratch() as connection:
        opened.open_file(connection, reading.rows_path, reading.first_line)
        shape = reading.shape()
        sample = _sample(connection, shape)
        meaning = meaning_of(path, shape, sample, options)
        answers = Answers(options.answer, meaning.name)
        meaning = settled(meaning, shape, sample, options.account, answers, path.name)
        for place, part in enumerate(meaning.parts):
            _open(connection, place, part)
        datings, meaning = _datings(connection, path.name, meaning, answers)
        set_aside = _set_aside(connection, path.name, meaning, datings)
        cautions = _cautions(connection, meaning) + meaning.hints + _unread(shape)
    if reading.rejects_path is not None:
        with scratch() as connection:
            structural = literal(str(reading.rejects_path))
            query = f"select rule, count(*) from read_parquet({structural}) group by rule"
            set_aside |= dict(connection.execute(query).fetchall())
    return Understanding(meaning, datings, dict(sorted(set_aside.items())), answers.given, cautions)


def _open(connection: duckdb.DuckDBPyConnection, place: int, part: Part) -> None:
    """The view or table part_n: of what is flattened, the columns that rules and dates look at."""
    if part.rows == opened.WHOLE:
        connection.execute(f"create temp view part_{place} as {part.rows}")
        return
    looked_at = ", ".join(identifier(name) for name in _judged(part.mapping))
    connection.execute(
        f"create temp table part_{place} as select {looked_at}, row_number, line from ({part.rows})"
    )


def _judged(mapping: Mapping) -> tuple[str, ...]:
    """The columns that dates and row rules look at; of flat tables every one."""
    if mapping.table not in ("events", "cases", "accounts"):
        return mapping.every_header()
    names = ("case_id", "account_id", "seq", *mapping.instants())
    headers = [header for name in names for header in mapping.headers(name)]
    return tuple(dict.fromkeys([*headers, *mapping.seconds_after.values()]))


def _sample(connection: duckdb.DuckDBPyConnection, shape: Shape) -> list[Row]:
    """The first rows as text; of records, their top-level members."""
    if shape.form == "records":
        found = connection.execute(f"select record from file_rows limit {SAMPLE_ROWS}").fetchall()
        return [_members(json.loads(record, strict=False)) for (record,) in found]
    rows = connection.execute(
        f"select * exclude (row_number, line) from file_rows limit {SAMPLE_ROWS}"
    ).fetchall()
    return [dict(zip(shape.columns, row, strict=True)) for row in rows]


def _members(record: dict[str, object]) -> dict[str, str | None]:
    return {
        name: value
        if value is None or isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
        for name, value in record.items()
    }


def _datings(
    connection: duckdb.DuckDBPyConnection, where: str, meaning: Meaning, answers: Answers
) -> tuple[tuple[Dating, ...], Meaning]:
    """The dating of each part, and the meaning with the zone and order that were answered."""
    zone = meaning.zone and time_zone(meaning.zone)
    views = [_dated(place, part) for place, part in enumerate(meaning.parts)]
    datings = infer(connection, views, meaning.order, where, answers)
    for view, part, dating in zip(views, meaning.parts, datings, strict=True):
        named = part.mapping.instants()
        instants = {part.mapping.headers(name)[0] for name in named if name not in DAYS}
        zoned = {name: dating.columns[name] for name in view.columns if name in instants}
        if zone is None and any(layouts.local for layouts in zoned.values()):
            told = proposal(connection, part.clocks) if part.clocks else None
            proposed = (told.zone, told.because) if told else None
            zone = require_zone(connection, view.view, zoned, where, answers, proposed)
    order = meaning.order or answers.given.get("date_order")
    return datings, replace(meaning, zone=zone, order=order)


def dated_columns(part: Part) -> tuple[str, ...]:
    """The columns of a part that hold dates."""
    headers = (part.mapping.headers(name)[0] for name in part.mapping.instants())
    return tuple(dict.fromkeys(headers))


def dated_again(
    rows: tuple[Path, int | None], parts: Sequence[Part], order: str | None, where: str
) -> tuple[Dating, ...]:
    """The datings of a landed file (its path and first line) by what its source says today.

    Raises `Ask` when the order of day, month and year is needed and not known.
    """
    with scratch() as connection:
        opened.open_file(connection, *rows)
        for place, part in enumerate(parts):
            _open(connection, place, part)
        views = [_dated(place, part) for place, part in enumerate(parts)]
        return infer(connection, views, order, where, Answers(nobody))


def _dated(place: int, part: Part) -> Dated:
    return Dated(f"part_{place}", dated_columns(part), tuple(part.mapping.null_values))


def _set_aside(
    connection: duckdb.DuckDBPyConnection,
    where: str,
    meaning: Meaning,
    datings: Sequence[Dating],
) -> dict[str, int]:
    """Rows that break a rule, by rule; one that several parts set aside counts once.

    Raises `ExportError` when no row is left.
    """
    rows = broken = 0
    for place, (part, dating) in enumerate(zip(meaning.parts, datings, strict=True)):
        connection.execute(f"create or replace temp view landed as select * from part_{place}")
        rejected = sources.selects(Words(part.mapping, dating, meaning.zone))["rejected_rows"]
        target = "insert into" if place else "create temp table"
        connection.execute(f"{target} rejected {'' if place else 'as '}{rejected}")
        rows += _counted(connection, f"select count(*) from part_{place}")
        broken = _counted(connection, "select count(*) from rejected")
    once = "select distinct row_number, line, column_name, value, rule, cure from rejected"
    counted = connection.execute(
        f"select rule, count(*) from ({once}) group by rule order by rule"
    ).fetchall()
    if broken >= rows:
        raise _unusable(connection, where, dict(counted), meaning)
    return dict(counted)


def _cautions(connection: duckdb.DuckDBPyConnection, meaning: Meaning) -> tuple[str, ...]:
    asked = dict.fromkeys(query for part in meaning.parts for query in part.cautions)
    return tuple(text for query in asked for (text,) in connection.execute(query).fetchall())


def _unread(shape: Shape) -> tuple[str, ...]:
    """What the envelope of a JSON file holds beside the list that is read."""
    key = shape.envelope.get("records_key")
    return tuple(
        f'The file also holds the list "{name}", of which nothing was read: only "{key}" was.'
        f' Export or save "{name}" as a file of its own and load that too.'
        for name in shape.envelope.get("unread", ())
    )


def _unusable(
    connection: duckdb.DuckDBPyConnection, where: str, counted: dict[str, int], meaning: Meaning
) -> ExportError:
    first = connection.execute(
        "select line, column_name, value from rejected order by line limit 1"
    ).fetchall()
    if not first:
        return ExportError(
            f"the file holds nothing that {meaning.reader.title} can carry", where=where,
            next_step="Say which format it is with --source. Nothing was landed.",
        )  # fmt: skip
    line, column, value = first[0]
    return ExportError(
        f'no row can be used ({", ".join(counted)}; line {line}, column "{column}": {value})',
        where=where,
        next_step="Check the mapping and the columns of the export. Nothing was landed.",
    )


def _counted(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    counted: list[tuple[int]] = connection.execute(query).fetchall()
    return counted[0][0]
