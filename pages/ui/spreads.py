"""How the rows behind a figure are spread, cached as pages/ui/answers.py caches the figures."""

import pandas as pd
import streamlit as st

from metrics import spread
from metrics.catalog import catalog
from metrics.question import Question
from pages.ui import served
from pages.ui.answers import DETAILS


def largest(question: Question, limit: int) -> pd.DataFrame:
    """The rows behind a figure with the largest values, those first."""
    rows = _largest(*served.shown(), catalog().metric(question.metric).sql, question, limit)
    return rows.copy(deep=False)


def values(question: Question) -> pd.Series:
    """The values of the rows behind a figure (metrics.spread.values)."""
    rows = _values(*served.shown(), catalog().metric(question.metric).sql, question)
    return rows["value"].astype(float)


def cumulative(question: Question, most: int) -> pd.DataFrame:
    """How the rows behind a figure are spread (metrics.spread.cumulative)."""
    rows = _cumulative(*served.shown(), catalog().metric(question.metric).sql, question, most)
    return rows.copy(deep=False)


@st.cache_resource(max_entries=DETAILS, show_spinner=False)
def _largest(folder: str, name: str, sql: str, question: Question, limit: int) -> pd.DataFrame:
    found = catalog().metric(question.metric)
    return served.with_cursor(folder, name, lambda c: spread.largest(c, found, question, limit))


@st.cache_resource(max_entries=DETAILS, show_spinner=False)
def _values(folder: str, name: str, sql: str, question: Question) -> pd.DataFrame:
    found = catalog().metric(question.metric)
    return served.with_cursor(folder, name, lambda cursor: spread.values(cursor, found, question))


@st.cache_resource(max_entries=DETAILS, show_spinner=False)
def _cumulative(folder: str, name: str, sql: str, question: Question, most: int) -> pd.DataFrame:
    found = catalog().metric(question.metric)
    return served.with_cursor(folder, name, lambda c: spread.cumulative(c, found, question, most))
