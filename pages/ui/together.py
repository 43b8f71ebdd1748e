"""Breakdowns that are asked for at once, since the population behind them costs far more than they
do; cached as pages/ui/answers.py caches the figures."""

import pandas as pd
import streamlit as st

from metrics import query
from metrics.catalog import catalog
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
ANSWERS = 200  # each holds a frame for every breakdown, some 100 kB together
Frames = dict[tuple[str, ...], pd.DataFrame]


def answer(folder: str, name: str, sql: str, question: Question) -> pd.DataFrame:
    """The answer to a question by one of the BREAKDOWNS of its metric."""
    return _answers(folder, name, sql, question.model_copy(update={"by": ()}))[question.by]


@st.cache_resource(max_entries=ANSWERS, show_spinner=False)
def _answers(folder: str, name: str, sql: str, question: Question) -> Frames:
    metric, several = catalog().metric(question.metric), BREAKDOWNS[question.metric]
    questions = [question.model_copy(update={"by": by}) for by in several]
    frames = served.with_cursor(
        folder, name, lambda cursor: query.run_together(cursor, metric, questions)
    )
    return dict(zip(several, frames, strict=True))
