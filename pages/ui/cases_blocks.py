"""The parts of the page of a list of cases."""

import streamlit as st

from metrics.statistics import FEWEST_DECIDED
from pages.ui import answers, case_list, export, filters, formats, page, states, tables
from pages.ui.case_list import CaseList
from pages.ui.sites import CASES
from pages.ui.trail import trail

LONG = 18  # rows of the list that show without scrolling


def header() -> CaseList | None:
    """The way back, and what this list is; the list that the URL names, or None."""
    found = case_list.asked(filters.query())
    if found is None:
        filters.refuse_unknown(case_list.OWN)
        st.title("Cases", anchor=False)
        filters.notes()
        return None
    trail(found, f"{found.what}, {found.span}")
    used = () if found.is_standing else answers.metric(found.metric).dimensions
    page.opened(CASES, own=case_list.OWN, title=f"{found.what}, {found.span}", used=used)
    return found


def listing(found: CaseList | None) -> None:
    """The figure, its rows and its meaning; how to get a list when the URL names none."""
    if found is None:
        states.nothing("No list is named in this link.", "Open one from Weekly resilience.")
        return
    asked = None if found.is_standing else found.question
    if asked:
        _figure(found)
    if found.rows.empty:
        states.nothing("No case is behind this figure.")
        return
    alt = f"{len(found.rows)} rows behind {found.title}"
    tables.cases(found.rows, "case_rows", alt, found.link, LONG, used=tables.used())
    said = f"{formats.count(len(found.rows))} rows; open a case with its number."
    export.foot(export.Download(found.rows, f"cases-{found.metric}", asked), "cases", said)


def _figure(found: CaseList) -> None:
    metric = answers.metric(found.metric)
    row = answers.ask(found.question).iloc[0] if len(answers.ask(found.question)) else None
    if row is None or formats.is_nothing(row["value"]):
        st.caption(f"{metric.title}: nothing was counted.")
        return
    counts = f"n {formats.count(row['n'])}"
    if not formats.is_nothing(row["hits"]):
        counts = f"{formats.count(row['hits'])} of {formats.count(row['n'])}"
    said = f"{formats.figure(metric, row['value'])} ({counts})"
    if metric.family == "share" and metric.unit == "share" and row["n"] < FEWEST_DECIDED:
        said = counts
    st.subheader(f"{metric.title}: {said}", anchor=False)
