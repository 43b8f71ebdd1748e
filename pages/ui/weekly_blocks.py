"""The parts of the weekly page, top to bottom; each draws what the board of the week says."""

import streamlit as st

from metrics import restated, week_notes
from metrics.attention import attention
from metrics.majors import majors
from metrics.week_board import BLOCKED, is_other
from pages.ui import (
    answers,
    brief_box,
    cards,
    charts,
    export,
    formats,
    layout,
    marks,
    matrix,
    page,
    states,
    tables,
    week,
)
from pages.ui.export import Download
from pages.ui.sites import WEEKLY
from pages.ui.week import ShownWeek
from pages.ui.words import promise as promise_word

NO_MATRIX = "Missed escalations are unknown: policy has no matrix."
# What a phone shows before its table is scrolled, and then the rest.
ON_PHONE = ["case", "what", "late by", "account", "owner", "tier", "used", "source"]


def header() -> ShownWeek:
    """Title, filters, stamp and what the URL asked in vain; the board of what was picked."""
    board = week.board(page.opened(WEEKLY, tool=brief_box.box))
    for said in restated.sentences(answers.restated(board.week.name))[:1]:
        st.caption(":material/history: Restated: " + formats.md_escape(said))
    return board


def summary(board: ShownWeek) -> None:
    """The sentence over the tiles, and then the tiles."""
    page.sentence(board.headline)
    entries = week_notes.tiles(board)
    cards.tiles(
        board.scope, [(title, figure, formats.md_escape(note)) for title, figure, note in entries]
    )


def control_card(board: ShownWeek) -> None:
    """The process behaviour chart of the figure that moved most."""
    lead = board.lead
    with cards.card("control"):
        cards.heading(formats.md_escape(board.lead_title), board.lead_aside)
        if lead.weeks["value"].notna().sum() == 0:
            states.nothing("Nothing was counted in these weeks.", "Choose another week.")
            return
        if lead.drawn["value"].notna().sum() == 0:
            states.too_few()
            return
        weeks = formats.local_starts(lead.weeks, answers.zone())
        chart = charts.control(
            weeks.assign(value=lead.drawn["value"]),
            lead.unit, board.lead_title, lead.band, lead.marks, board.objective, lead.decimals,
        )  # fmt: skip
        marks.weeks(board.scope, chart, "control_chart", board.lead_weeks, weeks)


def matrix_card(board: ShownWeek) -> None:
    """Tier x promise; a click on a square, or the box below it, leads to its cases."""
    with cards.card("matrix"):
        cards.heading("Adherence by tier and promise", "click for cases")
        if not board.cells:
            states.nothing("No promise was decided in this week.")
            return
        chart = matrix.matrix(board.cells, board.rows, board.columns)
        links = {
            f"{tier}|{promise}": (
                f"{tier} · {promise_word(promise)}",
                board.scope.cases("sla_adherence", {"tier": tier, "promise": promise}),
            )
            for tier, promise in matrix.names(board.cells)
        }
        asked = board.matrix
        download = Download(lambda: answers.ask(asked), f"matrix-{board.week.name}", asked)
        marks.clickable(chart, "matrix_click", "Cases of a cell", links, download)


def blockers_card(board: ShownWeek) -> None:
    """Hours past promise by category; a click, or the box, leads to the cases."""
    with cards.card("blockers"):
        cards.heading("What blocked most", f"hours late, {BLOCKED} weeks")
        frame = board.blockers
        if frame.empty:
            states.nothing("No promise ran past its target in these weeks.")
            return
        metric = answers.metric("breach_hours")
        other = next(filter(is_other, frame["name"]), None)
        chart = charts.bars(frame, metric.unit, metric.title, other)
        links = {
            name: (name, board.scope.cases("breach_hours", {"category": name}, board.quarter))
            for name in frame["name"]
            if name != other
        }
        name = f"breach_hours-{board.week.name}"
        download = Download(lambda: answers.ask(board.blocked), name, board.blocked)
        marks.clickable(chart, "blocker_click", "Cases of a category", links, download)


def attention_card(board: ShownWeek) -> None:
    """What waits for a decision now: late, nearly late, owned by nobody."""
    with cards.card("attention"):
        zone = answers.zone()
        cards.heading("Needs a decision", f"as of {formats.when(answers.meta()['as_of'], zone)}")
        frame = attention(answers, board.where)
        if frame.empty:
            states.nothing("Nothing is late, nearly late or without an owner.")
            return
        link = board.scope.url(list="attention", via=board.scope.site.slug)
        alt = f"{len(frame)} cases that need a decision, latest first"
        shown = frame[ON_PHONE] if layout.is_narrow() else frame
        tables.cases(shown, "attention_rows", alt, link, used=tables.used("used", 84))
        st.space("stretch")
        said = f"{formats.counted(len(frame), 'row')}. {NO_MATRIX}"
        export.foot(Download(frame, "needs-a-decision"), "attention", said)


def majors_card(board: ShownWeek) -> None:
    """The incidents that became major in the week: how long, whom they touched, what is owed."""
    with cards.card("majors"):
        cards.heading("Major incidents", board.week.name)
        frame = majors(answers, board.question)
        if frame.empty:
            states.nothing("No incident became major in this week.")
            return
        link = board.scope.cases("major_incidents", {})
        tables.cases(frame, "major_rows", f"{len(frame)} major incidents, newest first", link)
        said = f"{formats.counted(len(frame), 'incident')}; open one with its number."
        asked = board.scope.question("major_incidents")
        export.foot(Download(frame, f"major-incidents-{board.week.name}", asked), "majors", said)
