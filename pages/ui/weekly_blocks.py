"""The parts of the weekly page, top to bottom; each draws what the board of the week says."""

import streamlit as st

from metrics import restated
from metrics.figures import Figure
from pages.ui import (
    answers,
    cards,
    charts,
    export,
    filters,
    formats,
    layout,
    matrix,
    notes,
    states,
    tables,
    week,
    weeks,
)
from pages.ui.attention import attention
from pages.ui.sites import CASES
from pages.ui.week import BLOCKED, Board
from pages.ui.words import promise as promise_word

MATRIX, BLOCKERS = "matrix_click", "blocker_click"


def header() -> Board:
    """Title, pickers, stamp and what the URL asked in vain; the board of what was picked."""
    found, zone = weeks.weeks(), answers.zone()
    tiers = {filters.ALL: "All tiers"} | {t: t for t in answers.read("tiers")["tier"]}
    filters.refuse_unknown(("week", "tier", "compare"))
    title, *slots = st.columns([2.1, 1.25, 1, 1.2], vertical_alignment="bottom", gap="small")
    title.title("Weekly resilience", anchor=False)
    with slots[0]:
        names = {name: weeks.label(each, zone) for name, each in found.items()}
        name = filters.pick("Week", "week", names, weeks.last_closed(found))
    with slots[1]:
        tier = filters.pick("Tier", "tier", tiers, filters.ALL, optional=True)
    with slots[2]:
        compare = filters.pick("Compare with", "compare", week.COMPARED, "previous")
    board = Board(found[str(name)], tier, str(compare))
    stamp(board, zone)
    filters.notes()
    return board


def stamp(board: Board, zone: str) -> None:
    """As-of, freshness, policy version, and whether the week can still change."""
    meta, sources = answers.meta(), answers.read("sources")
    closed = (
        "week still open"
        if board.week.is_open
        else "week closed: only late data can change these figures"
    )
    parts = [
        f"Data to {formats.when(meta['as_of'], zone)} {zone}",
        notes.freshness(sources, meta["as_of"]),
        notes.policy(meta, zone),
        closed,
    ]
    st.caption(":material/schedule: " + " · ".join(formats.md_escape(part) for part in parts))
    for said in restated.sentences(answers.restated(board.week.name))[:1]:
        st.caption(":material/history: Restated: " + formats.md_escape(said))


def summary(board: Board) -> None:
    """The sentence over the tiles, and then the tiles."""
    st.subheader(formats.md_escape(board.headline), anchor=False)
    figures = board.figures
    cards.tiles(
        [
            ("SLA adherence", figures["sla_adherence"], notes.decided(board)),
            ("Open breaches", figures["open_breaches"], notes.breaches(board)),
            (
                "Acknowledged in",
                figures["acknowledge_time"],
                notes.median(board, "acknowledge_time"),
            ),
            (
                "First response in",
                figures["first_response_time"],
                notes.median(board, "first_response_time"),
            ),
            ("Resolved in", figures["resolution_time"], notes.median(board, "resolution_time")),
            ("Cases opened", figures["cases_opened"], notes.flow(board)),
        ]
    )


def control_card(board: Board) -> None:
    """The process behaviour chart of the figure that moved most."""
    lead = board.lead
    with cards.card("control"):
        cards.heading(
            formats.md_escape(_title(lead)),
            f"{len(lead.weeks)} weeks, with the range chance explains",
        )
        if lead.weeks["value"].notna().sum() == 0:
            states.nothing("Nothing was counted in these weeks.", "Choose another week.")
            return
        weeks = lead.weeks.assign(
            start_at=[formats.local(t, answers.zone()) for t in lead.weeks["start_at"]]
        )
        chart = charts.control(
            weeks, lead.unit, _title(lead), lead.band, lead.marks, board.objective
        )
        st.plotly_chart(chart.figure, key="control_chart", config=charts.CONFIG, alt=chart.alt)
        st.space("stretch")
        export.button(lead.weeks, f"{lead.metric.name}-{board.week.name}", "control_csv")


def matrix_card(board: Board) -> None:
    """Tier x promise; a click on a square, or the box below it, leads to its cases."""
    with cards.card("matrix"):
        cards.heading("Adherence by tier and promise", "click for cases")
        if not board.cells:
            states.nothing("No promise was decided in this week.")
            return
        chart = matrix.matrix(board.cells, board.rows, board.columns, layout.ink())
        _clickable(chart, MATRIX, "matrix_pick")
        st.space("stretch")
        options = {f"{t}|{p}": f"{t} · {promise_word(p)}" for t, p in matrix.names(board.cells)}
        picked = _box("Cases of a cell", "matrix_pick", options)
        if picked:
            tier, promise = picked.split("|")
            _to_cases(board, metric="sla_adherence", tier=tier, promise=promise)


def blockers_card(board: Board) -> None:
    """Hours past promise by category; a click, or the box, leads to the cases."""
    with cards.card("blockers"):
        cards.heading("What blocked customers most", f"hours late, {BLOCKED} weeks")
        frame = board.blockers
        if frame.empty:
            states.nothing("No promise ran past its target in these weeks.")
            return
        metric = answers.metric("breach_hours")
        other = next((name for name in frame["name"] if name.startswith("other (")), None)
        chart = charts.bars(frame, metric.unit, metric.title, other)
        _clickable(chart, BLOCKERS, "blocker_pick")
        st.space("stretch")
        options = {name: name for name in frame["name"] if name != other}
        picked = _box("Cases of a category", "blocker_pick", options)
        if picked:
            _to_cases(board, metric="breach_hours", category=picked, tier=board.tier, weeks=BLOCKED)


def attention_card(board: Board) -> None:
    """What waits for a decision now: late, nearly late, owned by nobody."""
    with cards.card("attention"):
        zone = answers.zone()
        cards.heading("Needs a decision", f"as of {formats.when(answers.meta()['as_of'], zone)}")
        frame = attention(board.tier)
        if frame.empty:
            states.nothing("Nothing is late, nearly late or without an owner.")
            return
        tables.cases(
            frame,
            "attention_rows",
            f"{len(frame)} cases that need a decision, latest first",
            {"list": "attention"} | ({"tier": board.tier} if board.tier else {}),
            used=tables.used(),
        )
        st.space("stretch")
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.caption(f"{formats.count(len(frame))} cases; open one with its number.")
        with right:
            export.button(frame, "needs-a-decision", "attention_csv")


def _clickable(chart: charts.Chart, key: str, box: str) -> None:
    """A chart whose clicked mark becomes the choice of the box below it."""
    st.plotly_chart(
        chart.figure,
        key=key,
        on_select=lambda: _picked(key, box),
        selection_mode="points",
        config=charts.CONFIG,
        alt=chart.alt,
    )


def _picked(key: str, box: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        st.session_state[box] = "|".join(str(part) for part in points[0]["customdata"])


def _box(label: str, key: str, options: dict[str, str]) -> str | None:
    if st.session_state.get(key) not in options:
        st.session_state[key] = None
    return st.selectbox(
        label,
        list(options),
        key=key,
        format_func=lambda option: options[option],
        placeholder=f"{label} …",
        label_visibility="collapsed",
    )


def _to_cases(board: Board, **asked: object) -> None:
    given = {key: str(value) for key, value in asked.items() if value is not None}
    st.switch_page(CASES, query_params={"week": board.week.name, **given})


def _title(lead: Figure) -> str:
    if lead.cell:
        return f"{promise_word(lead.cell[1])} adherence, {lead.cell[0]}"
    return lead.name + "".join(
        f", {value}" for key, value in lead.where if key == "tier" and value not in lead.name
    )
