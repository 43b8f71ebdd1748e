"""The weekly brief: what the page Weekly resilience says of a week, as words, rows and drawings.

It says what is to be read; metrics/brief_files.py sets it as HTML or PDF. Every figure comes from
the board that the page shows, with the command line that prints it.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from metrics import attention, brief_charts, drawing, sample, stamp, week_notes, wording
from metrics.answers import Answers
from metrics.brief_charts import Picture
from metrics.cell import Cell
from metrics.dimension import DIMENSIONS, unmet
from metrics.errors import QuestionError, did_you_mean
from metrics.figures import SIGNAL, Figure
from metrics.majors import majors
from metrics.names import promise
from metrics.palette import SIDES, SPARK
from metrics.report import command
from metrics.week import COMPARE, Where, week_of
from metrics.week_board import BLOCKED, WeekBoard

FILTERS = (*attention.FILTERS, "promise")  # those of the page
WAITING, MAJORS = 12, 6  # rows that leave room for the rest on a sheet; the page has all
COMPARED = {
    "previous": "compared with the week before",
    "quarter": "compared with the same week last quarter",
    "none": "compared with nothing",
}


@dataclass(frozen=True)
class Tile:
    """One figure: its value, change and verdict in words; `side` is worse, better or neither for
    a signal and empty for the rest."""

    title: str
    value: str
    n: str
    change: str
    verdict: str
    side: str
    note: str
    spark: str
    command: str


@dataclass(frozen=True)
class Square:
    """A square of the matrix: percent (empty under five), counts, and a key of cell.MEANINGS."""

    percent: str
    counts: str
    state: str


@dataclass(frozen=True)
class Row:
    """A tier and its squares, one a promise."""

    name: str
    squares: list[Square]


@dataclass(frozen=True)
class Table:
    """Rows of words; `more` counts those that found no room, empty where all did."""

    columns: list[str]
    rows: list[list[str]]
    more: str


@dataclass(frozen=True)
class Incident:
    """A major incident: its case and subject, and in one line what became of it."""

    title: str
    facts: str


@dataclass(frozen=True)
class Brief:
    """What the brief says, top to bottom. `commands` are pairs: what is printed, and how."""

    sample: str
    week: str
    days: str
    filters: list[str]
    compared: str
    stamp: list[str]
    restated: list[str]
    headline: str
    tiles: list[Tile]
    control_title: str
    control_aside: str
    control: Picture | None
    columns: list[str]
    matrix: list[Row]
    blocked: str
    blockers: Picture | None
    as_of: str
    attention: Table
    majors: list[Incident]
    more_majors: str
    commands: list[tuple[str, str]]

    @property
    def states(self) -> set[str]:
        """The states of the squares, for the legend."""
        return {square.state for row in self.matrix for square in row.squares}


def board_of(
    answers: Answers, week: str | None, where: Where = (), compare: str = "previous"
) -> WeekBoard:
    """The board of a week by its name; by itself the last closed one.

    Raises `QuestionError` for a week without data, a filter that the page does not have and a
    value that the warehouse does not know.
    """
    board = WeekBoard(answers, week_of(answers, week), where, compare)
    for name, values in where:
        if name not in FILTERS:
            near = did_you_mean(name, FILTERS)
            knows = f"The brief knows {', '.join(FILTERS)}."
            raise QuestionError(f'there is no filter "{name}"', "--where", near, knows)
        known = [str(value) for value in answers.read(f"values of {name}")["value"]]
        for value in values:
            if value not in known:
                near = did_you_mean(value, known)
                raise QuestionError(f'no case has {name} "{value}"', "--where", near)
    return board


def brief(board: WeekBoard, restated: Sequence[str] = ()) -> Brief:
    """The brief of a week; `restated` are sentences about closed figures that changed."""
    meta = board.answers.meta()
    zone = str(meta["reporting_zone"])
    week, found = board.week, majors(board.answers, board.question)
    return Brief(
        sample=sample.said(board.answers),
        week=week.name,
        days=f"{wording.days(week.start, week.end, zone)} {wording.local(week.start, zone):%Y}",
        filters=[f"{DIMENSIONS[name].title}: {', '.join(many)}" for name, many in board.where],
        compared=COMPARED[board.compare],
        stamp=stamp.stamp(meta, board.answers.read("sources"), week, "week"),
        restated=list(restated),
        headline=board.headline,
        tiles=[_tile(board, zone, *entry) for entry in week_notes.tiles(board)],
        control_title=board.lead_title,
        control_aside=board.lead_aside,
        control=brief_charts.control(board, zone),
        columns=[promise(name) for name in board.columns],
        matrix=_matrix(board),
        blocked=f"hours late, {BLOCKED} weeks",
        blockers=brief_charts.bars(board),
        as_of=wording.when(meta["as_of"], zone),
        attention=_attention(board),
        majors=[_incident(row) for row in found.head(MAJORS).to_dict("records")],
        more_majors=_more(len(found) - MAJORS),
        commands=_commands(board, zone),
    )


def _tile(board: WeekBoard, zone: str, title: str, figure: Figure, note: str) -> Tile:
    is_signal = figure.verdict == SIGNAL
    missing = unmet(board.where, figure.metric.dimensions)
    assert figure.asked is not None
    return Tile(
        title=title,
        value=figure.text,
        n=wording.count(figure.n),
        change=figure.change or wording.NOTHING,
        verdict=figure.badge,
        side=figure.side if is_signal else "",
        note=note + (f" · not by {', '.join(missing).lower()}" if missing else ""),
        spark=drawing.spark(figure.points, SIDES[figure.side] if is_signal else SPARK),
        command=command(figure.asked, zone),
    )


def _matrix(board: WeekBoard) -> list[Row]:
    place = {(cell.row, cell.column): cell for cell in board.cells}
    return [
        Row(tier, [_square(place.get((tier, name))) for name in board.columns])
        for tier in board.rows
    ]


def _square(cell: Cell | None) -> Square:
    if cell is None:
        return Square("", wording.NOTHING, "few")
    return Square(cell.percent or "", cell.counts, cell.state)


def _attention(board: WeekBoard) -> Table:
    found = attention.attention(board.answers, board.where)
    used = [wording.NOTHING if pd.isna(each) else f"{each:.0f} %" for each in found["used"]]
    shown = found.assign(used=used).rename(columns={"used": "of promise used"})
    shown = shown.drop(columns="source").head(WAITING)
    rows = [[_cell(each) for each in row] for row in shown.to_numpy().tolist()]
    return Table([str(each) for each in shown.columns], rows, _more(len(found) - WAITING))


def _incident(row: dict[Any, Any]) -> Incident:
    """The row under the words of its columns."""
    labelled = ("became major", "restored in", "accounts touched", "post-mortem")
    facts = [_cell(row["service"]), _cell(row["severity"])]
    facts += [f"{label} {_cell(row[label])}" for label in labelled]
    return Incident(f"{row['case']} · {_cell(row['what'])}", " · ".join(facts))


def _more(number: int) -> str:
    return wording.count(number) if number > 0 else ""


def _cell(value: object) -> str:
    return wording.NOTHING if wording.is_nothing(value) else str(value)


def _commands(board: WeekBoard, zone: str) -> list[tuple[str, str]]:
    """What prints each figure, in the order of the brief; the brief itself is the last."""
    asked = week_notes.questions(board)
    lead = f"{board.lead_title}, {len(board.lead.weeks)} weeks"
    asked += [
        (lead, board.lead_weeks),
        ("Adherence by tier and promise", board.matrix),
        ("What blocked customers most", board.blocked),
    ]
    end = f"{wording.local(board.week.end, zone):%Y-%m-%d}"
    return [
        *((what, command(question, zone)) for what, question in asked),
        ("Budgets of downtime", f"python -m metrics budgets --end {end}"),
        ("This brief", itself(board)),
    ]


def itself(board: WeekBoard) -> str:
    """The command line that writes this brief."""
    words = ["python -m metrics brief", "--week", board.week.name]
    for name, many in board.where:
        words += [f"--where {shlex.quote(f'{name}={value}')}" for value in many]
    words += [f"--compare {board.compare}"] if board.compare != next(iter(COMPARE)) else []
    return " ".join([*words, f"--format pdf --out brief-{board.week.name}.pdf"])
