"""What a file would become: recognised, asked about and read, with nothing landed."""

import tempfile
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from loaders import source as sources
from loaders.answers import from_profile
from loaders.meaning import Options
from loaders.questions import Answerer, Question, Topic
from loaders.read import read
from loaders.reading import Reading
from loaders.understanding import Understanding, understood
from loaders.words import Words
from metrics.warehouse import parts as opened
from metrics.warehouse.connection import scratch

LOOKED_AT = 2_000  # first rows that are read for the tables: a few hundred cases of a log
SHOWN = 8  # rows of a table that fit on a page beside the questions
# The contract tables worth a look, in this order; the cases come with what happened to them.
_TABLES = {
    "cases": """
        select
            cases.case_id as "case",
            min(event_at) filter (type = 'created') as created,
            coalesce(
                max_by(
                    case type when 'status_changed' then to_value when 'reopened' then 'open'
                        else type end,
                    (event_at, seq)
                ) filter (type in ('status_changed', 'resolved', 'reopened', 'closed',
                    'cancelled', 'merged')),
                'new'
            ) as status,
            max(event_at) filter (type = 'resolved' or to_value = 'resolved') as resolved,
            any_value(coalesce(severity, priority)) as severity,
            any_value(account_id) as account,
            any_value(team) as team,
            any_value(owner) as owner,
            any_value(subject) as subject,
        from cases
        left join case_events on case_events.case_id = cases.case_id
        group by cases.case_id
        order by created, cases.case_id
    """,
    "case_events": """
        select
            case_id as "case",
            event_at as "time",
            type as event,
            from_value as "from",
            to_value as "to",
            actor,
        from case_events
        order by row_number, event_at, type <> 'created', seq
    """,
}
_HIDDEN = ("rejected_rows", "unread_words", "vendor_verdicts")


@dataclass(frozen=True)
class Guess:
    """A source that could read the file: how sure it is (0 to 1), and why."""

    source: str
    title: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Preview:
    """One file as it would be read by `reader`, under the name `source`.

    `questions` are open: what is shown was read with the likeliest answer to each. `recalled`
    were answered by the profile of the source. `tables` are first rows by contract table, times
    in UTC; `set_aside` counts rows of the whole file by rule.
    """

    file_name: str
    source: str
    reader: str
    title: str
    why: str
    guesses: tuple[Guess, ...]
    encoding: str
    form: str
    rows: int
    time_zone: str | None
    date_order: str | None
    questions: tuple[Question, ...]
    recalled: Dictionary[Topic, str]
    set_aside: Dictionary[str, int]
    cautions: tuple[str, ...]
    tables: Dictionary[str, list[dict[str, Any]]]

    @property
    def kept(self) -> int:
        """Rows that would count."""
        return max(self.rows - sum(self.set_aside.values()), 0)


class _Asking:
    """Answers from the profile, else with the likeliest answer, and keeps what stays open."""

    def __init__(self, known: Answerer) -> None:
        self._known = known
        self.open: list[Question] = []

    def __call__(self, question: Question) -> str | None:
        said = self._known(question)
        if said is not None:
            return said
        self.open.append(question)
        return question.likely()


def preview(path: Path, home: Path, options: Options) -> Preview:
    """What the file at `path` would become under `options`; nothing is landed or remembered.

    Raises `ExportError` when it cannot be used at all.
    """
    asking = _Asking(from_profile(home))
    with tempfile.TemporaryDirectory(prefix="tierline-look-") as place:
        workspace, folder = Path(place) / "work", Path(place) / "rows"
        workspace.mkdir()
        folder.mkdir()
        reading = read(path, workspace, folder, options.sheet)
        found = understood(path, reading, replace(options, answer=asking))
        tables = _tables(reading, found)
    return _preview(path.name, reading, found, tuple(asking.open), tables)


def _preview(
    name: str,
    reading: Reading,
    found: Understanding,
    questions: tuple[Question, ...],
    tables: dict[str, list[dict[str, Any]]],
) -> Preview:
    meaning = found.meaning
    still_open = {question.topic for question in questions}
    orders = [dating.order for dating in found.datings if dating.order is not None]
    return Preview(
        file_name=name,
        source=meaning.name,
        reader=meaning.reader.name,
        title=meaning.reader.title,
        why=meaning.why,
        guesses=tuple(Guess(s.name, s.title, r.confidence, r.why) for s, r in meaning.ranking),
        encoding=reading.encoding,
        form=reading.form,
        rows=reading.rows + reading.rejects,
        time_zone=meaning.zone,
        date_order=orders[0] if orders else None,
        questions=questions,
        recalled={topic: v for topic, v in found.answered.items() if topic not in still_open},
        set_aside=found.set_aside,
        cautions=found.cautions,
        tables=tables,
    )


def _tables(reading: Reading, found: Understanding) -> dict[str, list[dict[str, Any]]]:
    """The first rows of each contract table that the file fills."""
    with scratch() as connection:
        opened.open_file(connection, reading.rows_path, reading.first_line)
        connection.execute(
            f"create temp table first_rows as from file_rows where row_number <= {LOOKED_AT}"
        )
        connection.execute("create or replace temp view file_rows as from first_rows")
        filled = _fill(connection, found)
        made = {name: sql for name, sql in _TABLES.items() if set(_needs(name)) <= set(filled)}
        made |= {name: f"from {name}" for name in filled if name not in (*_TABLES, *_HIDDEN)}
        tables = {name: _rows(connection, sql) for name, sql in made.items()}
    return {name: rows for name, rows in tables.items() if rows}


def _needs(name: str) -> tuple[str, ...]:
    return ("cases", "case_events") if name == "cases" else (name,)


def _fill(connection: duckdb.DuckDBPyConnection, found: Understanding) -> list[str]:
    """Each contract table as a table of the connection, over all parts; their names."""
    filled: list[str] = []
    for part, dating in zip(found.meaning.parts, found.datings, strict=True):
        opened.open_part(connection, part.rows)
        words = Words(part.mapping, dating, found.meaning.zone)
        for table, select in sources.selects(words, part.fills).items():
            if table in filled:
                connection.execute(f"insert into {table} by name {select}")
            else:
                connection.execute(f"create temp table {table} as {select}")
                filled.append(table)
        opened.close(connection)
    return filled


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = connection.execute(f"select * from ({sql}) limit {SHOWN}")
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
