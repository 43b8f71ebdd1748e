"""The parts of the page of one case, top to bottom."""

import pandas as pd
import streamlit as st

from pages.ui import (
    answers,
    cards,
    case_list,
    export,
    filters,
    formats,
    layout,
    marks,
    states,
    tables,
    words,
)
from pages.ui.case_chips import chips
from pages.ui.case_file import CaseFile
from pages.ui.case_list import CaseList
from pages.ui.timeline import shown_and_later, timeline
from pages.ui.trail import trail

EVENT_WIDTHS = {  # both fit beside the ledger at 1280 px
    "event": st.column_config.TextColumn(width=112),
    "source row": st.column_config.TextColumn(width=196),
}
KEYS = ("case", "case_source", "promise_shown", "event", *case_list.OWN)


def header() -> CaseFile | None:
    """Breadcrumb, title, chips and the way to the next case; None when the URL names no case."""
    query = filters.query()
    filters.refuse_unknown(KEYS)
    case_id, source = (query.get(key, [""])[-1] for key in ("case", "case_source"))
    if not case_id:
        st.title("Case", anchor=False)
        states.nothing("No case is named in this link.", "Open one from Weekly resilience.")
        return None
    found = CaseFile(source or query.get("source", [_only_source(case_id)])[-1], case_id)
    cases = case_list.asked(query)
    trail(cases, _place(cases, found), through_list=True)
    title, button = st.columns([4, 1], vertical_alignment="bottom")
    title.title(formats.md_escape(found.title), anchor=False)
    with button:
        _next(cases, found)
    cards.chips(chips(found.row, found.source, found.zone))
    filters.notes()
    return found


def promises(found: CaseFile) -> None:
    """A tile per promise: what was used of it and how it ended."""
    if not found.tiles:
        states.nothing("Policy makes no promise for this case.")
        return
    with st.grid(max(len(found.tiles), 3), min_column_width=220, gap=12):
        for index, (title, value, note, colour) in enumerate(found.tiles):
            cards.promise_tile(f"promise_{index}", title, value, note, colour)


def clocks(found: CaseFile) -> None:
    """The timeline."""
    with cards.card("timeline"):
        cards.heading("Timeline and clocks", "contract clock above, what happened below")
        drawn, later = shown_and_later(found.clocks, found.happenings)
        chart = timeline(found.clocks, drawn, layout.is_narrow())
        marks.plain(chart, "timeline_chart")
        key = "Thick: the clock ran. Thin grey: it stood still. Red: past the target."
        after = "; ".join(f"{each.name} {each.at:%a %-d %b %H:%M}" for each in later)
        st.caption(
            f"{key} Times in {formats.md_escape(found.zone)}."
            + (f" Later: {formats.md_escape(after)}." if after else "")
        )


def ledger(found: CaseFile) -> None:
    """Every stretch of the clock of one promise: ran or stood still, why, what was left."""
    with cards.card("ledger"):
        names = list(dict.fromkeys(found.segments["promise"]))
        names = [name for name in words.PROMISES if name in names]
        if not names:
            cards.heading("Clock ledger")
            states.nothing("No clock ran on this case.")
            return
        title = st.container()
        shown = _shown(names)
        rows = found.ledger(shown)
        title.markdown(f"**Clock ledger** :gray[· {formats.md_escape(_clock_words(found, shown))}]")
        alt = f"Clock ledger of {words.promise(shown)}, {len(rows)} stretches"
        tables.plain(rows, "ledger_rows", alt)
        st.space("stretch")
        export.button(found.segments, f"ledger-{found.case_id}", "ledger_csv")


def provenance(found: CaseFile) -> None:
    """Each event with its file and line; the chosen one with its raw row."""
    with cards.card("provenance"):
        cards.heading("Where each figure comes from", "select a row")
        events = found.events
        if events.empty:
            states.nothing("No event of this case was loaded.")
            return
        columns = {"says": "event", "place": "source row", "when": "when"}
        shown = events[list(columns)].rename(columns=columns)
        st.dataframe(
            shown,
            hide_index=True,
            key="event_rows",
            height=tables.height(shown),
            on_select=_event_picked,
            selection_mode="single-row",
            column_config=EVENT_WIDTHS,
            alt=f"{len(shown)} events with the file and line they came from",
        )
        options = {str(i): f"{row.when} · {row.event}" for i, row in enumerate(shown.itertuples())}
        st.space("stretch")
        _pick_event(options)


def raw_row(case: CaseFile) -> None:
    """The chosen event's row as it was landed, every column of the export."""
    picked = st.session_state.get("event_pick")
    if picked is None:
        return
    row = case.events.iloc[int(picked)]
    found = answers.raw_row(str(row["load_id"]), int(row["row_number"]))
    place = f"{found.get('file_name', row['file_name'])}, line {found.get('line', '?')}"
    raw = pd.DataFrame({"column": list(found), "value": [str(v) for v in found.values()]})
    raw = raw[~raw["column"].isin(["file_name", "line", "row_number"])]
    with cards.card("raw"):
        cards.heading(f"Raw row: {formats.md_escape(row['says'])}", formats.md_escape(place))
        tables.plain(raw, "raw_row", f"The landed row: {len(raw)} columns of {place}")


def _event_picked() -> None:
    rows = st.session_state["event_rows"]["selection"]["rows"]
    st.session_state["event_pick"] = str(rows[0]) if rows else None


def _pick_event(options: dict[str, str]) -> None:
    if st.session_state.get("event_pick") not in options:
        asked = st.query_params.get("event")
        st.session_state["event_pick"] = asked if asked in options else None
    picked = st.selectbox(
        "Raw row of an event", list(options), key="event_pick", label_visibility="collapsed",
        format_func=lambda option: options[option], placeholder="Raw row of an event …",
    )  # fmt: skip
    filters.put("event", picked)


def _shown(names: list[str]) -> str:
    asked = st.query_params.get("promise_shown")
    if st.session_state.get("promise_pick") not in names:
        st.session_state["promise_pick"] = asked if asked in names else names[-1]
    shown = st.segmented_control(
        "Promise", names, key="promise_pick", format_func=words.promise, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    filters.put("promise_shown", None if shown == names[-1] else shown)
    return str(shown)


def _clock_words(found: CaseFile, promise: str) -> str:
    row = found.promises[found.promises["promise"] == promise].iloc[-1]
    target = f"{formats.clock(row['target_seconds'])} {words.scope(row['target_scope'])}"
    rules = f"calendar {row['calendar']}, policy v{row['policy_version']}"
    return f"{words.promise(promise)}, {target}, {rules}"


def _only_source(case_id: str) -> str:
    found = answers.read("case_anywhere", case_id=case_id)
    return str(found["source"].iloc[0]) if len(found) == 1 else ""


def _place(cases: CaseList | None, found: CaseFile) -> str:
    """`3 of 34`: where the case stands in the list that it was opened from."""
    if cases is None:
        return found.case_id
    place = cases.place(found.source, found.case_id)
    return f"{place} of {len(cases.cases)}" if place else "not in this list any more"


def _next(cases: CaseList | None, found: CaseFile) -> None:
    following = cases.after(found.source, found.case_id) if cases else None
    if cases and following and st.button("Next of these cases", icon=":material/arrow_forward:"):
        tables.open_case(*following, cases.link)
