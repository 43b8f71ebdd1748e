"""The parts of the risk page, top to bottom. All but its head is drawn again every minute."""

from functools import partial

import pandas as pd
import streamlit as st

from metrics.freshness import Freshness
from metrics.risk_figures import QUIET
from pages.ui import (
    cards,
    charts_risk,
    export,
    filters,
    formats,
    layout,
    marks,
    page,
    risk,
    risk_chances,
    risk_tiles,
    states,
    tables,
    words,
)
from pages.ui.risk import AHEAD, LOOK, NEXT, OWN, SHOW, RiskBoard
from pages.ui.scope import Scope
from pages.ui.sites import SLA_RISK

MINUTE = 60  # seconds after which the clocks are drawn again
DOTS = 400  # the nearest ones; more would hide each other
COLUMNS = {  # narrow enough for all of them at 1280 px
    "time left": st.column_config.TextColumn(width=84),
    "account": st.column_config.TextColumn(width=98),
    "used": tables.used("used", 78),
    "chance": tables.used("breach chance", 86),
    "owner": st.column_config.TextColumn(width=104),
}
ROWS = 500  # the most urgent ones; the CSV has all


def header() -> Scope:
    """Title, filters and how far ahead to look."""
    risk.refuse_unknown()
    shown = filters.query().get(LOOK, [risk.DAY])[-1]
    ahead = partial(
        filters.segments, "Look ahead", LOOK, AHEAD, shown if shown in AHEAD else risk.DAY
    )
    return page.opened(SLA_RISK, front="tier", more=risk.FILTERS[1:], own=OWN, control=ahead)


@st.fragment(run_every=MINUTE)
def live(scope: Scope) -> None:
    """Everything below the head, as it stands this minute; what the reader picked stays."""
    with states.calm("the live part of SLA risk"):
        board = risk.board(scope)
        st.caption(stamp(board))
        if board.figures.rows.empty:
            states.nothing("No promise is running here.", "Take a filter off, or load newer data.")
            return
        page.sentence(board.figures.sentence)
        risk_tiles.tiles(board)
        left, right = layout.row(2, 3)
        with left:
            bands_card(board)
            quiet_card(board)
        with right:
            dots_card(board)
        table_card(board)
        risk_chances.backtest_box()


def stamp(board: RiskBoard) -> str:
    """Whether the clocks run to now, and if not, which source holds them back."""
    clocks, zone = board.clocks, board.scope.zone
    at = formats.md_escape(f"{formats.when(clocks.at, zone)} {zone}")
    if clocks.is_live:
        return f":material/bolt: Live: clocks run to {at} · refreshes every minute"
    late = ", ".join(_late(each) for each in clocks.behind) or "the hours since are not known"
    return f":material/pause_circle: Not live: clocks stand at {at}, where the data end · {late}"


def _late(source: Freshness) -> str:
    name = formats.md_escape(words.source(source.source))
    if source.age is None:
        return f"how often {name} comes is not known yet"
    return f"{name} brought nothing for {formats.span(source.age.total_seconds())}"


def bands_card(board: RiskBoard) -> None:
    """Tier by share of the promise used; a click lists the rows of a piece."""
    with cards.card("bands"):
        cards.heading("Promises still running", "by share of it used")
        figures = board.figures
        chart = charts_risk.bands(figures.bands, figures.seen)
        marks.acting(chart, "bands_chart", _show_part)


def quiet_card(board: RiskBoard) -> None:
    """Cases without an update, by how long."""
    with cards.card("quiet"):
        cards.heading("Cases without an update", "days")
        counted = [len(board.figures.quiet(name)) for name in QUIET]
        frame = pd.DataFrame({"name": list(QUIET), "value": counted})
        chart = charts_risk.quiet(frame)
        marks.acting(chart, "quiet_chart", _show_part)


def dots_card(board: RiskBoard) -> None:
    """When each promise falls due; a click opens its case."""
    with cards.card("dots"):
        ahead = AHEAD[board.look]
        cards.heading("When they fall due", f"each dot a promise, next {ahead} of working time")
        due = board.figures.due(board.look)
        ticking = due[due["due_at"].notna()].head(DOTS)
        if ticking.empty:
            states.nothing(f"No running promise falls due in the next {ahead} of working time.")
        else:
            chart = charts_risk.dots(
                ticking,
                board.figures.seen,
                board.clocks,
                board.scope.zone,
                layout.is_narrow(),
            )
            marks.acting(chart, "dots_chart", _remember)
            _open_remembered(board)
        st.space("stretch")
        st.caption(_under_dots(due, len(ticking)))


def _remember(data: list[str]) -> None:
    """A page cannot be left from within a callback."""
    st.session_state["_dot"] = data


def _open_remembered(board: RiskBoard) -> None:
    if found := st.session_state.pop("_dot", None):
        source, case_id = found
        tables.open_case(source, case_id, context(board))


def _under_dots(due: pd.DataFrame, shown: int) -> str:
    """How to read a dot, and which promises have none."""
    paused = int(due["due_at"].isna().sum())
    more = len(due) - paused - shown
    said = ["larger and warmer: more of the promise used", "ring: nobody on it"]
    if paused:
        said.append(f"{formats.count(paused)} more paused: due once their clocks go on")
    if more:
        said.append(f"the nearest {formats.count(shown)}; {formats.count(more)} more are later")
    return " · ".join(said)


def table_card(board: RiskBoard) -> None:
    """The rows of the part picked; a case opens with its number."""
    with cards.card("next"):
        said, box = st.columns([3, 1.2], vertical_alignment="center")
        with said:
            aside = "open a case for its timeline and clock ledger"
            cards.heading(formats.md_escape(board.title), aside)
        with box:
            _part(board)
        rows = board.listed
        if rows.empty:
            states.nothing("Nothing is here any more.", "Choose another part on the right.")
            return
        frame = risk.table(rows.head(ROWS), board.scope.zone)
        alt = f"{len(frame)} running promises, the most urgent first"
        tables.cases(frame, "risk_rows", alt, context(board), **COLUMNS)
        risk_chances.silent(board)
        _foot(board, rows, len(frame))


def _foot(board: RiskBoard, rows: pd.DataFrame, shown: int) -> None:
    said = f"{formats.counted(len(rows), 'promise')}"
    if len(rows) > shown:
        said = f"the first {formats.count(shown)} of {said}; the CSV has all"
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption(said, width="stretch")
        risk_tiles.meaning(board)
        export.button(rows, f"sla-risk-{board.show.replace('|', '-')}", "risk_csv")


def _part(board: RiskBoard) -> None:
    """The keyboard's way to every part that a tile or a piece of a bar shows."""
    name = f"pick_{SHOW}"
    st.session_state[name] = board.show if board.show in board.parts else NEXT
    st.selectbox(
        "Rows to show",
        list(board.parts),
        key=name,
        format_func=lambda part: board.parts[part],
        label_visibility="collapsed",
        on_change=lambda: _show(st.session_state[name]),
    )


def _show(part: str) -> None:
    filters.put(SHOW, None if part == NEXT else part)


def _show_part(data: list[str]) -> None:
    filters.put(SHOW, "|".join(data))


def context(board: RiskBoard) -> dict[str, list[str]]:
    """What a case keeps of the list it was opened from."""
    return board.scope.url(list=risk.RISK, via=board.scope.site.slug, **board.url)
