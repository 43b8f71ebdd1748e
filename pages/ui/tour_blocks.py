"""The parts of the tour: what was planted in the sample, each a click away."""

import streamlit as st

from pages.ui import cards, filters, page, sample, states
from pages.ui.formats import md_escape
from pages.ui.sample import Story

COLUMNS, NARROWEST = 2, 330  # px: one below the other on a phone


def header() -> None:
    """Title and what this is; said plainly when the sample is not what is loaded."""
    filters.refuse_unknown()
    st.title("Tour of the sample", anchor=False)
    page.sentence("Ten things were planted in these exports. See how each looks when it is real.")
    filters.notes()
    if not sample.is_loaded():
        states.nothing("The sample is not loaded here, so these links lead to other data.")


def stories() -> None:
    """One card a story."""
    with st.grid(COLUMNS, min_column_width=NARROWEST, gap=12, key="stories"):
        for place, story in enumerate(sample.STORIES, start=1):
            _card(place, story)


def _card(place: int, story: Story) -> None:
    with cards.card(f"story_{place}"):
        cards.heading(f"{place}. {md_escape(story.title)}")
        st.markdown(f":gray[{md_escape(story.text)}]")
        st.space("stretch")
        for label, path, query in story.links:
            link = {
                key: value if isinstance(value, str) else [*value] for key, value in query.items()
            }
            st.page_link(path, label=f"{label} ›", query_params=link)
