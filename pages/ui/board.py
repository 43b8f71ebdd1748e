"""The figures of a page: each metric over the window of the page, with its weeks and change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from metrics.compared import WEEKLY, is_banded
from metrics.figures import Figure
from metrics.question import Question
from metrics.week import PAST
from metrics.window import Window
from metrics.windowed import WindowFigure
from pages.ui import answers, weeks
from pages.ui.scope import Scope


@dataclass(frozen=True)
class Board:
    """Every figure of one page."""

    scope: Scope

    def figure(self, metric: str, name: str = "", **asked: Any) -> Figure:
        """One figure with its weeks: of one ISO week as its control chart judges it, of another
        window as it differs from the one compared with. `asked`: aggregation, where."""
        scope, known = self.scope, answers.metric(metric)
        question = scope.question(metric, **asked)
        series = self.weekly(metric, **asked)
        earlier = self._earlier(metric, **asked)
        fields: dict[str, Any] = {
            "name": name or known.title,
            "metric": known,
            "unit": known.unit_of(question.aggregation),
            "weeks": series,
            "before": None if earlier is None else earlier["value"],
            "is_open": scope.window.is_open,
            "where": tuple((key, many[0]) for key, many in question.where if len(many) == 1),
            "asked": question,
        }
        if scope.link.week:
            return Figure(**fields)
        return WindowFigure(
            **fields,
            whole=self.value(metric, **asked),
            label=None if earlier is None else answers.compared(question, self.scope.before),
        )

    def weekly(self, metric: str, **asked: Any) -> pd.DataFrame:
        """Weekly answers up to the end of the window: 26 whole weeks, or all of the window."""
        question = self._series(metric, **asked)
        found, start = answers.ask(question), self.span[0]
        if question.start != start:
            found = found[found["start_at"] >= start].reset_index(drop=True)
        self._told[question] = found
        return found

    def value(self, metric: str, **asked: Any) -> pd.Series:
        """The answer for the window alone: value, low, high, n, hits."""
        return self._over(self.scope.window, metric, **asked)

    def by(self, metric: str, *dimensions: str, **asked: Any) -> pd.DataFrame:
        """The answer for the window broken down."""
        return answers.ask(self.scope.question(metric, by=dimensions, **asked))

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        """From and to of the weekly series: whole weeks of data up to the end of the window."""
        window, oldest = self.scope.window, self.oldest
        found = [w for w in reversed(weeks.weeks().values()) if w.end <= window.end]
        whole = [w for w in found if w.start >= oldest] or found[-1:]
        if not whole:
            return window.start, window.end
        within = sum(w.start >= window.start for w in whole)
        return whole[-max(PAST, within) :][0].start, whole[-1].end

    @property
    def many(self) -> int:
        """How many weeks the weekly series have."""
        return round((self.span[1] - self.span[0]) / timedelta(weeks=1))

    @cached_property
    def oldest(self) -> datetime:
        """The instant of the oldest event."""
        return answers.read("sources")["oldest_event_at"].min()

    def covers(self, window: Window) -> bool:
        """Whether there is data for all of a window."""
        return window.start >= self.oldest - timedelta(days=1)

    @cached_property
    def _told(self) -> dict[Question, pd.DataFrame]:
        """The series that this page has asked for."""
        return {}

    def _series(self, metric: str, **asked: Any) -> Question:
        start, end = self.span
        if not asked.get("aggregation") and answers.metric(metric).aggregation in WEEKLY:
            start = self._judged_from
        return self.scope.question(metric, Window("", start, end, False), period="week", **asked)

    @cached_property
    def _judged_from(self) -> datetime:
        """Where the weeks begin by which a sum is judged, asked for once with those drawn; a span
        that is no whole weeks stands by itself."""
        start = self.span[0]
        is_whole = any(week.start == start for week in weeks.weeks().values())
        return min(start, self._compared.start) if self._compared and is_whole else start

    def _earlier(self, metric: str, **asked: Any) -> pd.Series | None:
        """The answer for the window compared with, where data covers all of it."""
        before = self._compared
        return None if before is None else self._over(before, metric, **asked)

    @cached_property
    def _compared(self) -> Window | None:
        """The window compared with, if there is one and data covers all of it."""
        before = self.scope.before
        return before if before is not None and self.covers(before) else None

    def _over(self, window: Window, metric: str, **asked: Any) -> pd.Series:
        """The answer for a window. A week that a series of this page has told already is not
        asked for again: it is the same figure. What is compared by its band comes with it."""
        weeks = self._told.get(self._series(metric, **asked))
        if weeks is not None:
            same = (weeks["start_at"] == window.start) & (weeks["end_at"] == window.end)
            if same.any():
                return weeks[same].iloc[0]
        if self._compared and not asked.get("aggregation"):
            asked["band"] = is_banded(answers.metric(metric))
        return answers.ask(self.scope.question(metric, window, **asked)).iloc[0]
