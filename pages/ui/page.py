"""How every page opens: title, filters, the stamp of its data, and what a link asked in vain."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from metrics import stamp as stamps
from metrics import window as windows
from metrics.dimension import DIMENSIONS
from pages.ui import answers, filters, formats, link, scope, weeks
from pages.ui.scope import FILTERS, Scope
from pages.ui.sites import BY_PATH

COMPARED = {
    "previous": "Equal time before",
    "quarter": "Same weeks last quarter",
    "none": "Nothing",
}
COMPARED_WEEK = COMPARED | {"previous": "Previous week", "quarter": "Same week last quarter"}
LENGTHS = {"4w": "Last 4 weeks", "13w": "Last 13 weeks", "26w": "Last 26 weeks"}


def opened(
    path: str,
    front: str = "tier",
    more: Sequence[str] = FILTERS,
    own: Sequence[str] = (),
    title: str | None = None,
    compared: bool = True,
    control: Callable[[], None] | None = None,
    tool: Callable[[Scope], None] | None = None,
    used: Sequence[str] = (),
) -> Scope:
    """Draw the head of a page and return what it shows.

    `front` is the filter beside the period, `more` those that the page's figures may use, `own`
    the keys of the URL that belong to this page alone, `title` another than the site's own;
    `compared` offers what to compare with. On a page without a period the first two filters stand
    there, and `control` draws one of its own; `tool` draws one beside the link to copy. `used` are
    breakdowns in a link that narrow the page though it offers no box for them.
    """
    site = BY_PATH[path]
    asked = link.returned(filters.query(), site.slug)
    filters.refuse_unknown(own, asked)
    found, said = scope.resolve(site, asked, [front, *more, "promise", *used])
    for each in said:
        filters.note(each)
    kept = {key: values for key, values in asked.items() if key in (*own, *link.CAME)}
    filters.show(found.url() | kept)
    if site.period:
        _head(found, title or site.title, front, compared)
    else:
        _head_of_now(title or site.title, [front, *more], control)
    _tools(found, [name for name in more if name != front], tool)
    # One place, empty or not: were it there only at times, all below would be built anew.
    with st.container():
        _chips(found)
        filters.notes()
    st.session_state["_tiles"] = {}
    return found


def sentence(text: str) -> None:
    """The sentence that says what matters."""
    st.subheader(formats.md_escape(text), anchor=False)


def stamp(found: Scope) -> str:
    """As-of, sources that end before it, policy version, and whether the window can still change;
    what is no window says by itself how far its clocks run."""
    meta, now = answers.meta(), answers.now()
    if found.site.period:
        length = "week" if found.link.week else "period"
        parts = stamps.stamp(meta, answers.read("sources"), found.window, length, now)
    else:
        parts = [stamps.as_of(meta, now), stamps.policy(meta)]
    return ":material/schedule: " + " · ".join(formats.md_escape(part) for part in parts)


def _head_of_now(title: str, fronts: Sequence[str], control: Callable[[], None] | None) -> None:
    head, *slots = st.columns([2.1, 1.15, 1.15, 1.1], vertical_alignment="bottom", gap="small")
    head.title(formats.md_escape(title), anchor=False)
    for slot, name in zip(slots, list(dict.fromkeys(fronts))[:2], strict=False):
        with slot:
            filters.several(name)
    if control:
        with slots[2]:
            control()


def _head(found: Scope, title: str, front: str, compared: bool) -> None:
    head, *slots = st.columns([2.1, 1.25, 1, 1.2], vertical_alignment="bottom", gap="small")
    head.title(formats.md_escape(title), anchor=False)
    with slots[0]:
        _period(found)
    with slots[1]:
        filters.several(front)
    if not compared:
        return
    with slots[2]:
        words = COMPARED_WEEK if found.link.week else COMPARED
        filters.pick("Compare with", "compare", words, found.link.compare or "previous")


def _period(found: Scope) -> None:
    """One box for the period: a length up to now, or any week of the data."""
    only_weeks = found.site.only_weeks
    options = {} if only_weeks else {f"last={key}": name for key, name in LENGTHS.items()}
    options |= {
        f"week={name}": weeks.label(each, found.zone) for name, each in weeks.weeks().items()
    }
    asked = found.link
    shown = f"week={asked.week}" if asked.week else f"last={asked.last}"
    if asked.first_day:
        shown = "days"
    if shown not in options:
        days = formats.days(found.window.start, found.window.end, found.zone)
        options = {shown: f"{found.window.name} · {days}"} | options
    st.session_state["pick_period"] = shown
    st.selectbox(
        "Week" if only_weeks else "Period",
        list(options),
        key="pick_period",
        format_func=lambda option: options[option],
        on_change=_put_period,
    )


def _put_period() -> None:
    key, _, value = st.session_state["pick_period"].partition("=")
    if value:
        for each in link.PERIOD:
            filters.put(each, value if each == key else None)


def _tools(found: Scope, more: Sequence[str], tool: Callable[[Scope], None] | None = None) -> None:
    """The stamp; beside it the other filters and the link, drawn when they are opened."""
    said, tools = st.columns([4.6, 2.2 if tool else 1.6], vertical_alignment="center", gap="small")
    said.caption(stamp(found), help=_fresh(found.zone))
    with tools.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
    ):
        box = st.popover(
            "Filters", icon=":material/tune:", type="tertiary", on_change="rerun", key="more"
        )
        if box.open:
            with box:
                if found.site.period:
                    _days(found)
                for name in more:
                    filters.several(name)
        copy = st.popover(
            "Copy link", icon=":material/link:", type="tertiary", on_change="rerun", key="copy"
        )
        if copy.open:
            with copy:
                _copy(found)
        if tool:
            tool(found)


def _days(found: Scope) -> None:
    """Any range of days, both ends included."""
    shown = windows.bounds(found.window, found.zone)
    st.session_state["pick_days"] = shown
    st.date_input(
        "Days, both included",
        key="pick_days",
        format="YYYY-MM-DD",
        on_change=_put_days,
        args=(shown,),
    )


def _put_days(shown: tuple[date, date]) -> None:
    picked: tuple[date, ...] = st.session_state["pick_days"]
    if len(picked) == 2 and picked != shown:  # one day: the reader is still picking
        filters.put("week", None)
        filters.put("last", None)
        filters.put("from", str(picked[0]))
        filters.put("to", str(picked[1]))


def _copy(found: Scope) -> None:
    """The address of this view; of a sliding period also the one that stays on these days."""
    st.caption("This link opens the same view.")
    st.code(filters.address(filters.query()), language=None, wrap_lines=True)
    if found.link.last:
        first, last = windows.bounds(found.window, found.zone)
        fixed = found.url(**{"last": None, "from": str(first), "to": str(last)})
        st.caption(f"The one above moves on with the data; this one stays on {first} to {last}.")
        st.code(filters.address(fixed), language=None, wrap_lines=True)


def _chips(found: Scope) -> None:
    """Every filter in force, one click from being taken off; idle ones say so."""
    idle = {key for key, _ in found.idle}
    pairs = [(key, value) for key, values in found.link.where for value in values]
    if not pairs:
        return
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for key, value in pairs:
            text = f"{DIMENSIONS[key].title}: {filters.word(key, value)}"
            st.button(
                formats.md_escape(text + (" · not used here" if key in idle else "")),
                key=f"chip_{key}_{value}",
                icon=":material/close:",
                help=f"Take this filter off: {formats.md_escape(text)}",
                on_click=_take_off,
                args=(key, value),
            )


def _take_off(key: str, value: str) -> None:
    filters.put(key, *(each for each in filters.query().get(key, []) if each != value))


def _fresh(zone: str) -> str:
    """One line for each source: when it last said something."""
    told = answers.read("sources").to_dict("records")
    return "  \n".join(
        f"{formats.md_escape(filters.word('source', row['source']))}: newest event "
        f"{formats.when(row['newest_event_at'], zone, year=True)}"
        for row in told
    )
