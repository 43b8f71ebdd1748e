"""Breakdowns and quantiles that are asked for at once, since the population behind them costs far
more than they do; cached as pages/ui/answers.py caches the figures."""

import math

import pandas as pd
import streamlit as st

from metrics import query
from metrics.catalog import catalog
from metrics.compile import quantiles
from metrics.question import Question
from pages.ui import served

BREAKDOWNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "breach_hours": (
        (),
        ("category",),
        ("category", "tier"),
        ("category", "stage"),
        ("category", "system"),
        ("dependency",),
    )
}
# Of these a page shows the median of a window and its p90 side by side.
MEDIAN_AND_P90 = (
    *("handling_time", "waiting_time", "team_time", "level_time"),
    *("breach_overrun", "acknowledge_time", "time_to_restore", "target_used"),
)
ANSWERS = 200  # each holds a frame for every breakdown, some 100 kB together
Frames = dict[tuple[str, ...], pd.DataFrame]


def is_asked(question: Question) -> bool:
    """Whether the answer to a question comes together with others."""
    return _is_breakdown(question) or _is_quantile(question)


def answer(folder: str, name: str, sql: str, question: Question) -> pd.DataFrame:
    """The answer to a question that `is_asked` together with others."""
    if _is_breakdown(question):
        return _breakdowns(folder, name, sql, question.model_copy(update={"by": ()}))[question.by]
    # The band of the whole comes with it: the figure of a window is compared by it.
    every = question.model_copy(update={"aggregation": None, "band": not question.by})
    metric = catalog().metric(question.metric)
    found = _quantiles(folder, name, sql, every)[question.aggregation or metric.aggregation]
    return found if question.band else found.assign(low=math.nan, high=math.nan)


def _is_breakdown(question: Question) -> bool:
    return question.by in BREAKDOWNS.get(question.metric, ())


def _is_quantile(question: Question) -> bool:
    is_whole = question.period == "all" and not (
        question.band and (question.by or question.aggregation)
    )
    if not is_whole or question.metric not in MEDIAN_AND_P90:
        return False
    return question.aggregation in (None, *quantiles(catalog().metric(question.metric)))


@st.cache_resource(max_entries=ANSWERS, show_spinner=False)
def _breakdowns(folder: str, name: str, sql: str, question: Question) -> Frames:
    metric, several = catalog().metric(question.metric), BREAKDOWNS[question.metric]
    questions = [question.model_copy(update={"by": by}) for by in several]
    frames = served.with_cursor(
        folder, name, lambda cursor: query.run_together(cursor, metric, questions)
    )
    return dict(zip(several, frames, strict=True))


@st.cache_resource(max_entries=ANSWERS, show_spinner=False)
def _quantiles(folder: str, name: str, sql: str, question: Question) -> dict[str, pd.DataFrame]:
    metric = catalog().metric(question.metric)
    return served.with_cursor(
        folder, name, lambda cursor: query.run_quantiles(cursor, metric, question)
    )
