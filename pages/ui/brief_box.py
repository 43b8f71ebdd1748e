"""The brief of the weekly page, to be taken along as PDF or HTML; made when it is asked for."""

from functools import partial

import streamlit as st

from metrics import brief, brief_files, restated
from pages.ui import answers, served, week
from pages.ui.scope import Scope
from pages.ui.week import ShownWeek

KINDS = {"pdf": ("PDF, to print or send", "application/pdf"), "html": ("HTML", "text/html")}


def box(scope: Scope) -> None:
    """A box with a button for each kind of file, and the command that writes the same."""
    opened = st.popover(
        "Brief", icon=":material/description:", type="tertiary", on_change="rerun", key="brief"
    )
    if not opened.open:
        return
    board = week.board(scope)
    with opened:
        st.caption("What this page says, on one or two pages.")
        for kind, (label, mime) in KINDS.items():
            st.download_button(
                label,
                data=served.later(partial(_made, board, kind)),
                file_name=f"weekly-resilience-{board.week.name}.{kind}",
                mime=mime,
                key=f"brief_{kind}",
                on_click="ignore",
                icon=":material/download:",
                width="stretch",
            )
        st.code(brief.itself(board), language="bash", wrap_lines=True)


def _made(board: ShownWeek, kind: str) -> bytes:
    said = restated.sentences(answers.restated(board.week.name))[:1]
    return brief_files.made(kind, brief.brief(board, said), answers.meta()["as_of"])
