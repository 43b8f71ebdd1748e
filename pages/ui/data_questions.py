"""Questions about a file as widgets: what the file says, and what each answer makes of it."""

from zoneinfo import available_timezones

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.formats import md_escape
from pages.ui.intake import Question
from pages.ui.layout import row

OTHER = "another zone"
NONE = "none of these"
TITLES = {
    "time_zone": "Which clock wrote these times?",
    "date_order": "Which comes first, day or month?",
    "account": "Which column names the account?",
    "source": "What is this file?",
}


def spots(many: int) -> list[DeltaGenerator]:
    """Places for so many questions, side by side."""
    return row(*[1.0] * many) if many else []


def ask(question: Question, file_id: str) -> str | None:
    """The answer, or None as long as there is none."""
    key = f"{question.topic}_{file_id}"
    with st.container(border=True, height="stretch", key=f"question_{key}"):
        return _one(question, key)


def _one(question: Question, key: str) -> str | None:
    st.markdown(f":material/help: **{TITLES[question.topic]}**")
    if question.samples:
        seen = " · ".join(md_escape(sample) for sample in question.samples)
        st.caption(f"Column {md_escape(question.column)} says {seen}. They would be read as:")
    values = [choice.value for choice in question.choices]
    titles = {choice.value: choice.title for choice in question.choices}
    captions = [" · ".join(choice.readings) for choice in question.choices]
    if question.topic == "time_zone":
        values, captions = [*values, OTHER], [*captions, "choose it from the list"]
    if question.is_optional and not question.proposed:
        values, captions = [*values, NONE], [*captions, "the file does not say it"]
    answer = st.radio(
        TITLES[question.topic],
        values,
        index=_preselected(question, values),
        format_func=lambda value: titles.get(value, value.capitalize()),
        captions=captions,
        key=key,
        label_visibility="collapsed",
    )
    if question.proposed:
        st.caption(f":material/lightbulb: {md_escape(question.because)}")
    if answer == OTHER:
        return _other(question, key)
    return None if question.is_optional and answer in (NONE, question.proposed) else answer


def _preselected(question: Question, values: list[str]) -> int | None:
    """What the file points to; nothing where only a person can say."""
    if question.proposed:
        return values.index(question.proposed)
    return values.index(NONE) if question.is_optional else None


def _other(question: Question, key: str) -> str | None:
    zone = st.selectbox(
        "Time zone",
        sorted(available_timezones()),
        index=None,
        placeholder="Type a city, such as Lisbon",
        key=f"{key}_zone",
    )
    if zone is not None:
        st.caption("Read as " + " · ".join(question.read_in(zone).readings))
    return zone
