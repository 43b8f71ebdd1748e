"""The breadcrumb: where the reader is, and which page and filter led here."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui import formats
from pages.ui.case_list import CaseList
from pages.ui.sites import BY_PATH, CASES, WEEKLY

Query = Mapping[str, Sequence[str]]


def trail(cases: CaseList | None, here: str, through_list: bool = False) -> None:
    """`Weekly resilience › Gold × Acknowledge, 2026-W46 › here`; each step leads back."""
    came = cases.via if cases and cases.via else BY_PATH[WEEKLY]
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="breadcrumb"):
        _step(came.path, came.title, cases.back if cases else {})
        if cases and through_list:
            st.caption("›", width="content")
            _step(CASES, f"{cases.what}, {cases.span}", cases.link)
        st.caption(f"› {formats.md_escape(here)}", width="content")


def _step(path: str, label: str, query: Query) -> None:
    st.page_link(path, label=formats.md_escape(label), query_params=dict(query))
