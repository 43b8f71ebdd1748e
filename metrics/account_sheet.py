"""The health of one account, every component by itself: no score, and no weights to argue about.

Each component is a metric of the catalogue asked for this account, in a window and in the equally
long one before it, with its verdict. Who reads it decides what matters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import duckdb
import pandas as pd

from metrics import account_rows, query, window
from metrics.catalog import catalog
from metrics.compared import verdict
from metrics.errors import QuestionError
from metrics.metric import Metric
from metrics.question import Question
from metrics.statistics import FEWEST_DECIDED
from metrics.window import Window
from metrics.windowed import WindowFigure

Where = tuple[tuple[str, tuple[str, ...]], ...]
Cursor = duckdb.DuckDBPyConnection
Ask = Callable[[Question], pd.DataFrame]
Judge = Callable[[Question, Window], str]
WEEKS = 13  # a quarter: enough weeks to judge, and what an account review covers


@dataclass(frozen=True)
class Component:
    """One line of the sheet: a metric, under the filter of the account and `where`."""

    title: str
    metric: str
    aggregation: str | None = None
    where: Where = ()


PROMISES = Component("Promises kept", "sla_adherence")
COMPONENTS = (
    PROMISES,
    Component("Hours past the target", "breach_hours"),
    Component("Breaches still open", "open_breaches"),
    Component("Incidents felt", "accounts_touched"),
    Component("Downtime felt", "account_downtime"),
    Component("Recurrences", "account_recurrence_rate"),
    Component("Reopened", "reopen_rate"),
    Component("Satisfied answers", "csat_score"),
    Component("Surveys answered", "survey_response_rate"),
    Component("Cases opened", "cases_opened"),
    Component("Time to resolve", "resolution_time"),
    Component("Cases open", "open_cases"),
)


@dataclass(frozen=True)
class Sheet:
    """One account: its row, the two windows, a figure per component, and the lists."""

    account: pd.Series
    window: Window
    before: Window
    figures: tuple[WindowFigure, ...]
    breaches: pd.DataFrame
    incidents: pd.DataFrame
    open_cases: pd.DataFrame


def account_sheet(
    cursor: Cursor, name: str, start: datetime | None = None, end: datetime | None = None
) -> Sheet:
    """The sheet of the account with this name or id; by itself over the last 13 closed weeks.

    Raises `QuestionError` for an account that nothing names, or for half a window.
    """
    about = account_rows.account(cursor, name)
    asked = _window(cursor, start, end)
    before = window.compared(asked, "previous", _meta(cursor)[0])
    assert before is not None

    def ask(question: Question) -> pd.DataFrame:
        return query.run(cursor, catalog().metric(question.metric), question)

    known = str(about["account"])
    parts = (cursor, known, asked.start, asked.end)
    return Sheet(
        about,
        asked,
        before,
        tuple(figures(ask, partial(verdict, cursor), known, asked, before, _oldest(cursor))),
        account_rows.breaches(*parts),
        account_rows.incidents_felt(*parts),
        account_rows.open_cases(cursor, known),
    )


def figures(
    ask: Ask, judge: Judge, account: str, now: Window, before: Window, oldest: datetime
) -> list[WindowFigure]:
    """A figure per component, promises by kind after all of them together. `ask` answers a
    question, `judge` says whether its answer differs from that of a window before, and `oldest`
    is the instant of the oldest event: a window that data does not cover is not compared with."""
    asked = _Asked(ask, judge, account, now, before if before.start >= oldest else None)
    return [asked.figure(each) for each in components(ask, account, now, before)]


def components(ask: Ask, account: str, now: Window, before: Window) -> list[Component]:
    """The components with one for each kind of promise decided for the account in the windows."""
    question = Question(
        metric=PROMISES.metric, start=before.start, end=now.end, by=("promise",),
        where=(("account", (account,)),),
    )  # fmt: skip
    kinds = [str(kind) for kind in ask(question)["promise"]]
    by_kind = [
        Component(
            f"{PROMISES.title}: {kind.replace('_', ' ')}",
            PROMISES.metric,
            where=(("promise", (kind,)),),
        )
        for kind in kinds
    ]
    return [COMPONENTS[0], *by_kind, *COMPONENTS[1:]]


@dataclass(frozen=True)
class _Asked:
    """Asks for the figures of one account."""

    ask: Ask
    judge: Judge
    account: str
    now: Window
    before: Window | None

    def figure(self, part: Component) -> WindowFigure:
        metric = catalog().metric(part.metric)
        question = self._question(part, self.now)
        weeks = self.ask(self._question(part, self.now, "week"))
        earlier = self._earlier(part)
        return WindowFigure(
            name=part.title,
            metric=metric,
            unit=metric.unit_of(part.aggregation),
            weeks=weeks,
            before=_comparable(earlier, metric),
            is_open=self.now.is_open,
            where=tuple((name, values[0]) for name, values in question.where),
            asked=question,
            whole=self.ask(question).iloc[0],
            earlier=earlier,
            label=None if self.before is None else self.judge(question, self.before),
        )

    def _earlier(self, part: Component) -> pd.Series | None:
        return None if self.before is None else self.ask(self._question(part, self.before)).iloc[0]

    def _question(self, part: Component, of: Window, period: Any = "all") -> Question:
        return Question(
            metric=part.metric,
            start=of.start,
            end=of.end,
            period=period,
            where=(("account", (self.account,)), *part.where),
            aggregation=part.aggregation,
        )


def _comparable(earlier: pd.Series | None, metric: Metric) -> float | None:
    """The value to tell the change from; a share of fewer than five is none."""
    if earlier is None or (metric.family == "share" and earlier["n"] < FEWEST_DECIDED):
        return None
    return float(earlier["value"])


def _window(cursor: Cursor, start: datetime | None, end: datetime | None) -> Window:
    zone, as_of = _meta(cursor)
    cut = (as_of or datetime(1970, 1, 1)) + timedelta(seconds=1)
    if start is None and end is None:
        return window.closed_weeks(WEEKS, zone, cut)
    if start is None or end is None:
        raise QuestionError("a window has two ends", None, None, "Give --start and --end, or none.")
    return Window(f"{start:%Y-%m-%d} to {end:%Y-%m-%d}", start, end, end > cut)


def _meta(cursor: Cursor) -> tuple[str, datetime | None]:
    zone, as_of = cursor.execute("select reporting_zone, as_of from meta").fetchall()[0]
    return zone, as_of


def _oldest(cursor: Cursor) -> datetime:
    found: datetime | None = cursor.execute("select min(oldest_event_at) from sources").fetchall()[
        0
    ][0]
    return found or datetime.max
