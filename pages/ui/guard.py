"""Routing: every page runs inside app.py's frame, with a warehouse behind it, or not at all.

Streamlit serves pages/*.py directly until some session has run `st.navigation`; a deep link on a
fresh server would skip app.py. So each page starts with `guard()`, which routes it back.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from metrics.errors import TierlineError
from pages.ui import answers, formats, states
from pages.ui.sites import CASE, CASES, DATA, DEFINITIONS, WEEKLY

ICON = Path(__file__).parent / "assets" / "icon.svg"
SIDEBAR = 220  # px: leaves room for six tiles at 1280; narrow screens fold it away
WATCH_SECONDS = 5  # one small file is read per open tab and tick; a new warehouse shows within it
log = logging.getLogger(__name__)


def set_up() -> None:
    """Title, local icon (a material icon would be fetched from a font server) and width."""
    st.set_page_config(
        page_title="Tierline", page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDEBAR
    )


def registry() -> dict[str, Sequence[st.Page]]:
    """Every page by section of the sidebar; hidden ones are reached by a click."""
    return {
        "Leadership": [
            st.Page(_home, title="Tierline", url_path="home", default=True, visibility="hidden"),
            st.Page(WEEKLY, title="Weekly resilience", icon=":material/insights:"),
            st.Page(CASES, title="Cases", visibility="hidden"),
            st.Page(CASE, title="Case", visibility="hidden"),
        ],
        "Analysts": [
            st.Page(DEFINITIONS, title="Definitions", icon=":material/menu_book:"),
            st.Page(DATA, title="Data", icon=":material/database:"),
        ],
    }


def route() -> None:
    """Run the page of the URL; what goes wrong in it is said in words, and logged in full."""
    page = st.navigation(registry())
    st.session_state["_routed"] = True
    try:
        page.run()
    except TierlineError as error:
        states.trouble(error)
    except Exception:
        log.exception("page %s failed", page.title)
        states.broken()
    finally:
        st.session_state["_routed"] = False


def guard(needs_warehouse: bool = True) -> None:
    """Stop unless the page runs inside app.py and, if it needs one, has a warehouse to ask."""
    if not st.session_state.get("_routed"):
        st.navigation(registry())
        st.rerun()
    version = answers.settle()
    try:
        as_of = _as_of() if version else ""
    except TierlineError:
        if needs_warehouse:
            raise
        as_of = ""
    with st.sidebar:
        _watch(as_of)
    if version is None and needs_warehouse:
        states.no_warehouse(answers.home())
        st.stop()


def _as_of() -> str:
    """Read here and not in the fragment: an error in a fragment is wrapped beyond our words."""
    return formats.when(answers.meta()["as_of"], answers.zone())


def _home() -> None:
    """The bare address leads to the weekly page, which so has an address of its own; as long as
    nothing is loaded, to where exports are dropped."""
    page = DATA if answers.pointer() is None else WEEKLY
    st.switch_page(page, query_params=st.query_params.to_dict())


@st.fragment(run_every=WATCH_SECONDS)
def _watch(as_of: str) -> None:
    """Rerun the page when the pointer names another warehouse than the page shows."""
    if answers.pointer() != answers.version():
        st.rerun()
    if as_of:
        st.caption(f":material/schedule: Data to {formats.md_escape(as_of)}")
