"""The catalogue of metrics: what each means, leaves out, and the SQL it is."""

import streamlit as st

from metrics import decisions
from metrics.aggregation import AGGREGATIONS
from metrics.metric import Metric
from pages.ui import answers, filters, states
from pages.ui.formats import md_escape

BETTER = {"higher": "more is better", "lower": "less is better", "neither": "neither is better"}


def header() -> str:
    """Title and search; what is searched for, lower case."""
    filters.refuse_unknown(("metric", "search"))
    title, box = st.columns([2, 1.2], vertical_alignment="bottom")
    title.title("Definitions", anchor=False)
    if "definition_search" not in st.session_state:
        st.session_state["definition_search"] = st.query_params.get("search", "")
    with box:
        text = st.text_input(
            "Search", key="definition_search", placeholder="Search titles and meanings …",
            label_visibility="collapsed", icon=":material/search:",
        )  # fmt: skip
    filters.put("search", text or None)
    st.caption("Every figure is declared once: card, chart, table and CSV take it from here.")
    filters.notes()
    return str(text).strip().casefold()


def catalogue(wanted: str) -> None:
    """One entry per metric that holds every word of `wanted`."""
    found = [m for m in answers.metrics().values() if _holds(m, wanted)]
    if not found:
        states.nothing(f'No metric speaks of "{wanted}".', "Try another word.")
    shown = filters.chosen("metric", answers.metrics())
    for metric in found:
        _entry(metric, metric.name == shown or len(found) == 1)


def _entry(metric: Metric, is_open: bool) -> None:
    with st.container(border=True, gap="xsmall", key=f"metric_{metric.name}"):
        st.markdown(f"**{md_escape(metric.title)}** :gray[· {md_escape(metric.name)}]")
        st.markdown(md_escape(metric.definition))
        st.markdown(f":gray[Left out:] {md_escape(metric.excludes)}")
        st.markdown(" ".join(f":gray-badge[{md_escape(fact)}]" for fact in _facts(metric)))
        with st.expander("SQL", expanded=is_open):
            st.code(metric.sql, language="sql")
        _why(metric)


def _why(metric: Metric) -> None:
    """The decisions behind a figure, drawn when they are opened."""
    key = f"why_{metric.name}"
    box = st.expander("Why it is counted so, and how others do", on_change="rerun", key=key)
    if not box.open:
        return
    with box:
        for each in decisions.about(metric.name):
            st.markdown(f"**{md_escape(each.title)}**")
            st.markdown(each.text)


def _facts(metric: Metric) -> list[str]:
    how = AGGREGATIONS[metric.aggregation].title
    return [
        how,
        *([f"in {metric.unit}"] if metric.unit not in ("count", "share") else []),
        BETTER[metric.better],
        metric.grain,
        f"counted at {metric.time_column}",
        *(["a cohort: closed periods go on changing"] if metric.cohort else []),
        f"by {', '.join(metric.dimensions)}",
    ]


def _holds(metric: Metric, wanted: str) -> bool:
    text = f"{metric.name} {metric.title} {metric.definition} {metric.excludes}".casefold()
    return all(word in text for word in wanted.split())
