"""Routing: every page runs inside app.py's frame, with a warehouse behind it, or not at all.

Streamlit serves pages/*.py directly until some session has run `st.navigation`; a deep link on a
fresh server would skip app.py. So each page starts with `guard()`, which routes it back.
"""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics.errors import TierlineError
from pages.ui import answers, filters, formats, layout, sample, scope, states
from pages.ui.sites import BY_SLUG, DATA, GROUPS, SITES, WEEKLY, Site

ICON = Path(__file__).parent / "assets" / "icon.svg"
STYLE = Path(__file__).parent / "assets" / "page.css"
SIDEBAR = 220  # px: leaves room for six tiles at 1280; narrow screens fold it away
WATCH_SECONDS = 5  # one small file is read per open tab and tick; a new warehouse shows within it


def set_up() -> None:
    """Title, local icon (a material icon would be fetched from a font server) and width."""
    st.set_page_config(
        page_title="Tierline", page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDEBAR
    )


def registry() -> dict[str, list[st.Page]]:
    """Every page by the reader it is for; hidden ones are reached by a click."""
    home = st.Page(_home, title="Tierline", url_path="home", default=True, visibility="hidden")
    found: dict[str, list[st.Page]] = {group: [] for group in GROUPS}
    found[GROUPS[0]].append(home)
    for site in SITES:
        found[site.group or GROUPS[0]].append(_page(site))
    return {group: pages for group, pages in found.items() if pages}


def _page(site: Site) -> st.Page:
    if site.group is None:
        return st.Page(site.path, title=site.title, visibility="hidden")
    return st.Page(site.path, title=site.title, icon=f":material/{site.icon}:")


def route() -> None:
    """Run the page of the URL; what goes wrong in it is said in words, and logged in full."""
    page = st.navigation(registry(), position="hidden")
    st.session_state["_routed"] = True
    st.session_state["_site"] = page.url_path
    try:
        with states.calm(f"page {page.title}"):
            page.run()
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
    st.html(STYLE)
    if as_of:
        sample.badge()
    with _menu_place():
        _menu(version is not None and bool(as_of))
        _watch(as_of)
    if version is None and needs_warehouse:
        states.no_warehouse(answers.home())
        st.stop()


def _menu_place() -> DeltaGenerator:
    """The sidebar; on a phone, where that would stay open over the page after a link of it was
    followed, a box of this page alone."""
    if not layout.is_narrow():
        return st.sidebar
    here = st.session_state.get("_site", "")
    return st.popover("Menu", icon=":material/menu:", type="tertiary", key=f"menu_of_{here}")


def _menu(is_loaded: bool) -> None:
    """The pages by reader; each link takes along the filters of the page it is on."""
    here = BY_SLUG.get(st.session_state.get("_site", ""))
    kept = scope.carried(here, filters.query()) if is_loaded else {}
    for group in GROUPS:
        sites = [site for site in SITES if site.group == group]
        if not sites:
            continue
        with st.container(gap="xxsmall", key=f"menu_{GROUPS.index(group)}"):
            st.caption(group)
            for site in sites:
                query = (scope.default(site) if is_loaded else {}) | kept
                icon = f":material/{site.icon}:"
                st.page_link(site.path, label=site.title, icon=icon, query_params=query)


def _as_of() -> str:
    """Read here and not in the fragment: an error in a fragment is wrapped beyond our words."""
    return formats.when(answers.meta()["as_of"], answers.zone(), year=True)


def _home() -> None:
    """The bare address leads to the weekly page, which so has an address of its own; as long as
    nothing is loaded, to where exports are dropped."""
    page = DATA if answers.pointer() is None else WEEKLY
    st.switch_page(page, query_params=filters.query())


@st.fragment(run_every=WATCH_SECONDS)
def _watch(as_of: str) -> None:
    """Rerun the page when the pointer names another warehouse than the page shows."""
    if answers.pointer() != answers.version():
        st.rerun()
    if as_of:
        st.caption(f":material/schedule: Data to {formats.md_escape(as_of)}")
