"""Taking what is shown as CSV, made on the click; a cell never becomes a formula."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from metrics.question import Question
from metrics.report import command
from metrics.spreadsheet import safe
from pages.ui import answers, served
from pages.ui.formats import md_escape


def csv_text(frame: pd.DataFrame) -> str:
    """RFC 4180 CSV; text that a spreadsheet would run as a formula gets a leading apostrophe, by
    the rule of every file (metrics/spreadsheet.py): a number is none, not even -1 as text."""
    guarded = frame.rename(columns=safe)
    for column in guarded.columns:
        if not pd.api.types.is_numeric_dtype(guarded[column]):
            guarded[column] = guarded[column].map(safe, na_action="ignore")
    return guarded.to_csv(index=False, lineterminator="\r\n")


@dataclass(frozen=True)
class Download:
    """What of a card can be taken: its rows (made on the click if they are a function), the name
    of the file, and the question that they answer, if one metric does."""

    rows: pd.DataFrame | Callable[[], pd.DataFrame]
    name: str
    question: Question | None = None


def foot(download: Download, key: str, said: str = "") -> None:
    """The last line of a card: what it holds, what is counted with its SQL, and the CSV."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption(said, width="stretch")
        take(download, key)


def take(download: Download, key: str) -> None:
    """The meaning and the CSV of a card, side by side in the row that is open."""
    if download.question is not None:
        meaning(download.question, f"{key}_meaning")
    button(download.rows, download.name, f"{key}_csv")


def meaning(question: Question, key: str) -> None:
    """What is counted, what is left out, the SQL and the command; drawn when it is opened."""
    box = st.popover("Meaning", icon=":material/info:", type="tertiary", on_change="rerun", key=key)
    if not box.open:
        return
    metric = answers.metric(question.metric)
    with box:
        st.markdown(f"**{md_escape(metric.title)}**: {md_escape(metric.definition)}")
        st.markdown(f"**Left out:** {md_escape(metric.excludes)}")
        st.code(command(question, answers.zone()), language="bash", wrap_lines=True)
        st.code(answers.sql(question), language="sql")


def button(frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str, key: str) -> None:
    """A quiet button that makes the CSV when it is clicked."""
    st.download_button(
        "CSV",
        data=served.later(partial(_made, frame)),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        help=f"These rows as {name}.csv",
    )


def _made(frame: pd.DataFrame | Callable[[], pd.DataFrame]) -> str:
    return csv_text(frame() if callable(frame) else frame)
