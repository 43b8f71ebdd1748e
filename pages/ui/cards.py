"""Tiles: one figure each, with n, change, verdict and its past as a line. Equal in height."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics import drawing
from metrics.drawing import SPARK_HEIGHT
from metrics.figures import SIGNAL, Figure
from metrics.palette import SIDES, SPARK
from metrics.report import command
from pages.ui.formats import NOTHING, md_escape
from pages.ui.scope import Scope
from pages.ui.sites import CASES

BADGES = {"worse": "red", "better": "green", "neither": "orange"}
TILE = 128  # px: six fit beside the sidebar at 1280 px, two at 390 px


def card(key: str) -> DeltaGenerator:
    """A bordered box as tall as its neighbours."""
    return st.container(border=True, height="stretch", key=key, gap="xsmall")


def heading(title: str, aside: str = "") -> None:
    """What is asked, in bold, and how to use it, beside it."""
    st.markdown(f"**{title}**" + (f" :gray[· {aside}]" if aside else ""))


def tiles(scope: Scope, entries: Sequence[tuple[str, Figure, str]], columns: int = 6) -> None:
    """A row of tiles: (title, figure, what stands under it)."""
    with st.grid(columns, min_column_width=TILE, gap=12, key="tiles"):
        for title, figure, note in entries:
            tile(scope, title, figure, note)


def tile(scope: Scope, title: str, figure: Figure, note: str) -> None:
    """One tile. Only a signal has colour. `note` is markdown; data in it is escaped already."""
    is_signal = figure.verdict == SIGNAL
    unmet = scope.unmet(figure.metric)
    with card(f"tile_{figure.metric.name}_{title}"):
        st.metric(
            md_escape(title),
            figure.text,
            delta=figure.change or NOTHING,
            delta_color="off",
            delta_arrow="off" if figure.change in (None, "no change") else "auto",
        )
        st.html(spark(figure.points, title, SIDES[figure.side] if is_signal else SPARK))
        st.caption(note + (f" · not by {', '.join(unmet).lower()}" if unmet else ""))
        st.space("stretch")
        st.markdown(_badge(figure), help=_help(figure, scope, title))
        if figure.asked and figure.n and "source" in figure.metric.dimensions:
            link = scope.cases(figure.metric.name, scope.differs(dict(figure.asked.where)))
            st.page_link(CASES, label=":gray[:small[Cases ›]]", query_params=link)


def _help(figure: Figure, scope: Scope, title: str) -> str:
    """Meaning, what is left out, and the command that prints the same figure."""
    meaning = md_escape(f"{figure.metric.definition} Left out: {figure.metric.excludes}")
    verdict, _, why = figure.verdict.partition(": ")
    if why:
        meaning = f"**{verdict.capitalize()}:** {md_escape(why)}.\n\n{meaning}"
    if figure.asked is None:
        return meaning
    same = command(figure.asked, scope.zone)
    st.session_state.setdefault("_tiles", {})[title] = (figure.text, same)
    return f"{meaning}\n\nThe same figure: `{same}`"


def promise_tile(key: str, title: str, value: str, note: str, colour: str) -> None:
    """A promise of one case: what was used of it and how it ended."""
    with card(key):
        st.metric(md_escape(title), value)
        st.markdown(f":small[:{colour}[{note}]]")


def chips(words: Sequence[tuple[str, str]]) -> None:
    """(text, colour) badges in one line; the text comes from data."""
    st.markdown(" ".join(f":{colour}-badge[{md_escape(text)}]" for text, colour in words))


def spark(values: Sequence[float | None], title: str, colour: str) -> str:
    """A small line as an SVG image (st.html drops inline SVG)."""
    svg = drawing.spark(values, colour)
    if not svg:
        return f'<div style="height:{SPARK_HEIGHT}px">&nbsp;</div>'
    return (
        f'<img alt="{escape(title)}, {len(values)} weeks" style="display:block;width:100%;'
        f'height:{SPARK_HEIGHT}px" src="data:image/svg+xml;base64,'
        f'{b64encode(svg.encode()).decode()}">'
    )


def _badge(figure: Figure) -> str:
    """The verdict; only a signal has colour."""
    colour = BADGES[figure.side] if figure.verdict == SIGNAL else "gray"
    return f":{colour}-badge[{figure.badge}]"
