"""Tiles: one figure each, with n, change, verdict and its past as a line. Equal in height."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics.figures import SIGNAL, Figure
from metrics.report import command
from pages.ui.formats import NOTHING, md_escape
from pages.ui.palette import AMBER, RED, SPARK, TEAL
from pages.ui.scope import Scope
from pages.ui.sites import CASES

TILE = 128  # px: six fit beside the sidebar at 1280 px, two at 390 px
DOTS = {"red": RED, "green": TEAL, "orange": AMBER}
SPARK_WIDTH, SPARK_HEIGHT, PAD = 160, 40, 4


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
        st.html(spark(figure.values, title, DOTS[_colour(figure)] if is_signal else SPARK))
        st.caption(note + (f" · not by {', '.join(unmet).lower()}" if unmet else ""))
        st.space("stretch")
        st.markdown(_badge(figure), help=_help(figure, scope, title))
        if figure.asked and figure.n and "source" in figure.metric.dimensions:
            link = scope.cases(figure.metric.name, scope.differs(dict(figure.asked.where)))
            st.page_link(CASES, label=":gray[:small[Cases ›]]", query_params=link)


def _help(figure: Figure, scope: Scope, title: str) -> str:
    """Meaning, what is left out, and the command that prints the same figure."""
    meaning = md_escape(f"{figure.metric.definition} Left out: {figure.metric.excludes}")
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
    """A small line as an SVG image (st.html drops inline SVG); gaps where nothing was counted,
    a dot on the last point."""
    known = [v for v in values if v is not None]
    if len(known) < 2:
        return f'<div style="height:{SPARK_HEIGHT}px">&nbsp;</div>'
    low, span = min(known), (max(known) - min(known)) or 1
    step = (SPARK_WIDTH - 2 * PAD) / (len(values) - 1)
    drop = (SPARK_HEIGHT - 2 * PAD) / span
    points = [
        None if v is None else (PAD + i * step, SPARK_HEIGHT - PAD - (v - low) * drop)
        for i, v in enumerate(values)
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"'
        f' preserveAspectRatio="none"><path d="{_path(points)}" fill="none" stroke="{SPARK}"'
        f' stroke-width="1.7" stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'
        f"{_dot(points[-1], colour)}</svg>"
    )
    return (
        f'<img alt="{escape(title)}, {len(values)} weeks" style="display:block;width:100%;'
        f'height:{SPARK_HEIGHT}px" src="data:image/svg+xml;base64,'
        f'{b64encode(svg.encode()).decode()}">'
    )


def _dot(point: tuple[float, float] | None, colour: str) -> str:
    """A line of no length with round ends is a dot that stays round however wide the tile is."""
    if point is None:
        return ""
    x, y = point
    return (
        f'<path d="M{x:.1f} {y:.1f}h0.01" stroke="{colour}" stroke-width="6"'
        f' stroke-linecap="round" vector-effect="non-scaling-stroke"/>'
    )


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return "".join(parts)


def _badge(figure: Figure) -> str:
    """The verdict; only a signal has colour."""
    return f":{_colour(figure) if figure.verdict == SIGNAL else 'gray'}-badge[{figure.badge}]"


def _colour(figure: Figure) -> str:
    return {"worse": "red", "better": "green", "neither": "orange"}[figure.side]
