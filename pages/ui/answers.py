"""The only bridge from the pages to the figures; all caching, keyed by question and version.

A new warehouse has a new name (pages/ui/served.py), so nothing cached can be stale. Frames are
kept as they are and handed out as copies on write: to unpickle one cost 1.3 ms, and a page asks a
hundred times.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from metrics import freshness as fresh
from metrics import live, query, reconcile, risk
from metrics import report as reports
from metrics import restated as restatements
from metrics.catalog import Catalog, catalog
from metrics.compared import verdict
from metrics.freshness import Freshness
from metrics.lists import LISTS
from metrics.live import Clocks
from metrics.metric import Metric
from metrics.question import Question
from metrics.reads import READS
from metrics.reconcile import Tally
from metrics.report import Row
from metrics.warehouse import rows, tables
from metrics.window import Window
from pages.ui import served, together
from pages.ui.served import VERSIONS
from pages.ui.served import home as home
from pages.ui.served import pointer as pointer
from pages.ui.served import settle as settle
from pages.ui.served import version as version

ANSWERS = 1000  # a weekly page asks about 20; frames of a few hundred rows, some 10 kB each
REFRESH_MINUTES = 10  # a source is judged by days; the events are read for it each time
MINUTES = 4  # instants whose running promises are kept: the as-of and the last few minutes
DETAILS = 200  # rows behind a figure can be thousands, about 1 MB at most each


def metrics() -> Catalog:
    """The catalogue of metrics."""
    return catalog()


def metric(name: str) -> Metric:
    """One metric of the catalogue. Raises `QuestionError` with the nearest name."""
    return catalog().metric(name)


def ask(question: Question) -> pd.DataFrame:
    """The answer: period, start_at, end_at, the breakdown, value, low, high, n, hits."""
    return _ask(*served.shown(), metric(question.metric).sql, question).copy(deep=False)


def behind(question: Question, limit: int | None = None) -> pd.DataFrame:
    """The rows that the figure is computed from, oldest first; the first `limit` of them."""
    found = _behind(*served.shown(), metric(question.metric).sql, question, limit)
    return found.copy(deep=False)


def compared(question: Question, before: Window | None) -> str | None:
    """Whether a figure differs from that of the window before (metrics.compared); None when
    there is none."""
    if before is None or question.start is None or question.end is None:
        return None
    return _compared(*served.shown(), metric(question.metric).sql, question, before)


def reconciled(source: str) -> tuple[list[Tally], pd.DataFrame]:
    """A source's own verdicts beside ours (metrics.reconcile)."""
    return _reconciled(*served.shown(), source)


def sql(question: Question) -> str:
    """The statement that `behind` runs, as an analyst can run it."""
    return query.compile_rows(metric(question.metric), question).filled


def figure_sql(question: Question) -> str:
    """The statement that `ask` runs, as an analyst can run it."""
    return query.compile_sql(metric(question.metric), question).filled


def report(questions: Sequence[Question]) -> tuple[list[str], list[Row]]:
    """Column names and rows of the questions, as `python -m metrics report` gives them."""
    answered = [(metric(each.metric), each, ask(each)) for each in questions]
    by = questions[0].by if questions else ()
    return reports.columns(by), [row for each in answered for row in reports.rows(*each)]


def read(name: str, **parameters: object) -> pd.DataFrame:
    """The rows of one named read (metrics/reads.py)."""
    return _read(*served.shown(), name, parameters).copy(deep=False)


def meta() -> pd.Series:
    """The one row about this warehouse: as_of, policy_version, reporting_zone, ..."""
    return _meta(*served.shown())


def zone() -> str:
    """The reporting zone, in which times are shown."""
    return str(meta()["reporting_zone"])


def freshness(now: datetime) -> list[Freshness]:
    """How fresh each source is as of `now` (naive UTC); asked again every few minutes."""
    minute = now.minute - now.minute % REFRESH_MINUTES
    return _freshness(*served.shown(), now.replace(minute=minute, second=0, microsecond=0))


def listed(name: str, **of: object) -> pd.DataFrame:
    """The rows of one named list (metrics/lists.py), `of` what it asks to be told."""
    return _listed(*served.shown(), name, of).copy(deep=False)


def now() -> datetime:
    """This minute, in naive UTC: pages that refresh within it share their answers."""
    return datetime.now(UTC).replace(second=0, microsecond=0, tzinfo=None)


def clocks() -> Clocks:
    """Up to which instant running clocks may be shown."""
    as_of, at = meta()["as_of"].to_pydatetime(), now()
    hours_until = read("hours_until")["until_at"].iloc[0].to_pydatetime()
    return live.clocks(as_of, at, freshness(at), running(as_of)["source"], hours_until)


def running(at: datetime) -> pd.DataFrame:
    """The promises that still run, as they stand at an instant (metrics.risk.running)."""
    return _running(*served.shown(), at).copy(deep=False)


def restated(week: str | None = None) -> list[dict[str, object]]:
    """Figures of closed weeks (or of one) that a later build changed, newest first."""
    found = _restated(*served.shown())
    return [row for row in found if week is None or row["week"] == week]


def events(source: str, case_id: str) -> pd.DataFrame:
    """What happened to a case, in order, each with file, line and landed row."""
    return _events(*served.shown(), source, case_id)


def raw_row(load_id: str, row_number: int) -> dict[str, str]:
    """A row as it was landed: every column of the export, with line and file_name."""
    return _raw_row(*served.shown(), load_id, row_number)


def lines(load_id: str, row_numbers: list[int]) -> dict[int, int]:
    """Physical line in the file by row number; empty when the landing file is gone."""
    return _lines(*served.shown(), load_id, row_numbers)


@st.cache_resource(max_entries=ANSWERS, show_spinner=False)
def _ask(folder: str, name: str, sql: str, question: Question) -> pd.DataFrame:
    if together.is_asked(question):
        return together.answer(folder, name, sql, question)
    found = metric(question.metric)
    return served.with_cursor(folder, name, lambda cursor: query.run(cursor, found, question))


@st.cache_resource(max_entries=DETAILS, show_spinner=False)
def _behind(
    folder: str, name: str, sql: str, question: Question, limit: int | None
) -> pd.DataFrame:
    found = metric(question.metric)
    return served.with_cursor(
        folder, name, lambda cursor: query.rows_behind(cursor, found, question, limit)
    )


@st.cache_data(max_entries=ANSWERS, show_spinner=False)
def _compared(folder: str, name: str, sql: str, question: Question, before: Window) -> str:
    def known(asked: Question) -> pd.DataFrame:
        return _ask(folder, name, sql, asked)

    return served.with_cursor(folder, name, lambda cursor: verdict(cursor, question, before, known))


@st.cache_data(max_entries=MINUTES, show_spinner=False)
def _reconciled(folder: str, name: str, source: str) -> tuple[list[Tally], pd.DataFrame]:
    return served.with_cursor(folder, name, lambda cursor: reconcile.reconcile(cursor, source))


@st.cache_resource(max_entries=ANSWERS, show_spinner=False)
def _read(folder: str, name: str, wanted: str, parameters: dict[str, object]) -> pd.DataFrame:
    return served.with_cursor(
        folder, name, lambda cursor: tables.frame(cursor.execute(READS[wanted], parameters))
    )


@st.cache_resource(max_entries=VERSIONS, show_spinner=False)
def _meta(folder: str, name: str) -> pd.Series:
    return _read(folder, name, "meta", {}).iloc[0]


@st.cache_data(max_entries=VERSIONS, show_spinner=False)
def _restated(folder: str, name: str) -> list[dict[str, object]]:
    return restatements.restated(Path(folder))


@st.cache_resource(max_entries=DETAILS, show_spinner=False)
def _listed(folder: str, name: str, wanted: str, of: dict[str, object]) -> pd.DataFrame:
    return served.with_cursor(folder, name, lambda cursor: LISTS[wanted](cursor, **of))


@st.cache_data(max_entries=VERSIONS, show_spinner=False)
def _freshness(folder: str, name: str, now: datetime) -> list[Freshness]:
    return served.with_cursor(folder, name, lambda cursor: fresh.freshness(cursor, now))


@st.cache_resource(max_entries=MINUTES, show_spinner=False)
def _running(folder: str, name: str, at: datetime) -> pd.DataFrame:
    return served.with_cursor(folder, name, lambda cursor: risk.running(cursor, at))


@st.cache_data(max_entries=DETAILS, show_spinner=False)
def _events(folder: str, name: str, source: str, case_id: str) -> pd.DataFrame:
    return served.with_cursor(folder, name, lambda cursor: rows.events(cursor, source, case_id))


@st.cache_data(max_entries=DETAILS, show_spinner=False)
def _raw_row(folder: str, name: str, load_id: str, row_number: int) -> dict[str, str]:
    return served.with_cursor(
        folder, name, lambda cursor: rows.raw_row(cursor, Path(folder), load_id, row_number)
    )


@st.cache_data(max_entries=DETAILS, show_spinner=False)
def _lines(folder: str, name: str, load_id: str, row_numbers: list[int]) -> dict[int, int]:
    return served.with_cursor(
        folder, name, lambda cursor: rows.lines(cursor, Path(folder), load_id, row_numbers)
    )
