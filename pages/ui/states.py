"""What a page says when it cannot show figures: no warehouse, trouble, nothing to count."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics.errors import TierlineError
from metrics.statistics import FEWEST_DECIDED
from pages.ui.formats import md_escape
from pages.ui.sites import DATA

log = logging.getLogger(__name__)
LOAD = "python -m loaders load sample_data/exports"


def no_warehouse(home: Path) -> None:
    """Nothing loaded yet: how to load, and that the page picks it up by itself."""
    with _panel("Nothing is loaded yet"):
        st.markdown(
            "Tierline shows figures from your own ticket and incident exports. "
            "Drop some, or look around with the sample exports that come with it."
        )
        st.page_link(DATA, label="Drop files or load the sample", icon=":material/upload_file:")
        st.caption("The same from a terminal:")
        st.code(LOAD, language="bash")
        st.caption(
            f"Looking in {md_escape(home.resolve())} (set by TIERLINE_HOME). "
            "This page shows the figures by itself as soon as they are there."
        )


@contextmanager
def calm(what: str) -> Iterator[None]:
    """What goes wrong inside is said in words, and logged in full under `what`."""
    try:
        yield
    except TierlineError as error:
        trouble(error)
    except Exception:
        log.exception("%s failed", what)
        broken()


def trouble(error: TierlineError) -> None:
    """What is wrong, where, and what to do next, in the words of the error."""
    with _panel("This page cannot be shown"):
        st.text(str(error))
        if error.next_step is None:
            st.caption("The Data page lists what was loaded and what was set aside.")


def broken() -> None:
    """A fault of ours: nothing is said that helps nobody; the trace is in the log."""
    with _panel("Something went wrong on this page"):
        st.markdown("The figures are untouched. The log of the server says what happened.")


def nothing(what: str, why: str = "") -> None:
    """An empty part of a page: one quiet sentence instead of an empty chart."""
    st.caption(md_escape(f"{what} {why}".strip()))


def too_few() -> None:
    """In place of a chart of shares by week without a single point."""
    few = f"Fewer than {FEWEST_DECIDED} promises were decided in each of these weeks:"
    nothing(few, "too few for a share.")


def _panel(title: str) -> DeltaGenerator:
    box = st.container(border=True, key="state_panel")
    box.subheader(title, anchor=False)
    return box
