"""The parts of the page of a list of cases."""

import streamlit as st

from metrics.question import Question
from metrics.statistics import FEWEST_DECIDED
from pages.ui import answers, case_list, export, filters, formats, states, tables
from pages.ui.case_list import CaseList
from pages.ui.sites import WEEKLY

LONG = 18  # rows of the list that show without scrolling


def header() -> CaseList | None:
    """The way back, and what this list is; the list that the URL names, or None."""
    filters.refuse_unknown(case_list.KEYS)
    found = case_list.asked(st.query_params.to_dict())
    back = {"week": found.week.name} if found and found.week else {}
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.page_link(WEEKLY, label="Weekly resilience", query_params=back)
        st.caption("› Cases", width="content")
    title = f"{found.what}, {found.span}" if found else "Cases"
    st.title(formats.md_escape(title), anchor=False)
    filters.notes()
    return found


def listing(found: CaseList | None) -> None:
    """The figure, its rows and its meaning; how to get a list when the URL names none."""
    if found is None:
        states.nothing("No list is named in this link.", "Open one from Weekly resilience.")
        return
    if found.week is not None:
        _figure(found)
    if found.rows.empty:
        states.nothing("No case is behind this figure.")
        return
    alt = f"{len(found.rows)} rows behind {found.title}"
    tables.cases(found.rows, "case_rows", alt, found.link, LONG, used=tables.used())
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.caption(f"{formats.count(len(found.rows))} rows; open a case with its number.")
    with right:
        export.button(found.rows, f"cases-{found.metric}", "cases_csv")
    if found.week is not None:
        _meaning(found)


def _figure(found: CaseList) -> None:
    metric = answers.metric(found.metric)
    row = answers.ask(found.question).iloc[0] if len(answers.ask(found.question)) else None
    if row is None or formats.is_nothing(row["value"]):
        st.caption(f"{metric.title}: nothing was counted.")
        return
    counts = f"n {formats.count(row['n'])}"
    if not formats.is_nothing(row["hits"]):
        counts = f"{formats.count(row['hits'])} of {formats.count(row['n'])}"
    said = f"{formats.value(row['value'], metric.unit_of())} ({counts})"
    if metric.unit == "share" and row["n"] < FEWEST_DECIDED:
        said = counts
    st.subheader(f"{metric.title}: {said}", anchor=False)


def _meaning(found: CaseList) -> None:
    metric = answers.metric(found.metric)
    with st.expander("What is counted here, and the SQL"):
        st.markdown(formats.md_escape(metric.definition))
        st.markdown(f"**Left out:** {formats.md_escape(metric.excludes)}")
        st.code(answers.sql(Question.model_validate(found.question)), language="sql")
