"""The parts of Backlog & flow, top to bottom."""

import pandas as pd
import streamlit as st

from metrics.figures import Figure
from pages.ui import (
    answers,
    cards,
    charts_flow,
    export,
    filters,
    formats,
    layout,
    marks,
    page,
    scope,
    states,
    tables,
)
from pages.ui.board import Board
from pages.ui.charts_flow import AGES, LATENCIES
from pages.ui.export import Download
from pages.ui.scope import FILTERS
from pages.ui.sites import FLOW

OLD = "30 d or more"
NONE_OPEN = "No case is open at the end of this period."
ATTENDED = "No open case whose source logs events has been still for a day or more."
OLDEST = 50  # rows of the table of those open longest
DRAWN, BY_WEEK, SO_FAR = "drawn", "weeks", "so_far"
WAYS = {BY_WEEK: "By week", SO_FAR: "All so far"}
SERIES = {"cases_opened": "Opened", "cases_resolved": "Resolved", "open_cases": "Open at end"}


def header() -> Board:
    """Title, filters and stamp; the board of what was picked."""
    filters.chosen(DRAWN, WAYS)
    return Board(page.opened(FLOW, front="team", more=FILTERS, own=(DRAWN,)))


def summary(board: Board) -> None:
    """Whether the open cases grow, in a sentence; the figures that say so."""
    opened, resolved = board.figure("cases_opened"), board.figure("resolution_velocity")
    flow, stock = board.figure("net_flow"), board.figure("open_cases")
    old = board.figure("open_age", "Open 30 days or more", where=(("age_band", (OLD,)),))
    page.sentence(_sentence(board, flow, stock, old))
    cards.tiles(
        board.scope,
        [
            ("Opened", opened, "cases created"),
            ("Resolved", resolved, f"{formats.counted(resolved.n, 'case')}, not reopened since"),
            ("Net flow", flow, "in, less out; reopens count"),
            ("Open at the end", stock, "reopened ones among them"),
            ("Open 30 days +", old, f"of {formats.count(stock.n)} open"),
            ("Resolved in", board.figure("resolution_time"), "median, open cases counted"),
        ],
    )


def flow_card(board: Board) -> None:
    """Opened and resolved by week, above what was open at the end of each."""
    with cards.card("flow"):
        drawn = filters.chosen(DRAWN, WAYS) or BY_WEEK
        said, box = st.columns([3, 1.4], vertical_alignment="center")
        with said:
            cards.heading("In, out and left over", "click a point for its cases")
        with box:
            filters.segments("Drawn", DRAWN, WAYS, drawn)
        if drawn == SO_FAR:
            _so_far(board)
            return
        found = {name: board.weekly(name) for name in SERIES}
        if not any(frame["n"].sum() for frame in found.values()):
            states.nothing("No case was opened, resolved or open in these weeks.")
            return
        zone = board.scope.zone
        shown = {name: formats.local_starts(frame, zone) for name, frame in found.items()}
        chart = charts_flow.flow(
            {SERIES[name]: (name, each) for name, each in shown.items()},
            room=0.45 if layout.is_narrow() else 0.2,
        )
        links = {
            f"{name}|{week}": (f"{SERIES[name]} · {week}", board.scope.cases(name, {"week": week}))
            for name, frame in shown.items()
            for week in reversed(list(frame.loc[frame["n"] > 0, "period"]))
        }
        frame = pd.concat(each.assign(metric=name) for name, each in shown.items())
        marks.clickable(
            chart, "flow_weeks", "Cases of a week", links, Download(frame, "flow-by-week")
        )


def _so_far(board: Board) -> None:
    """The cumulative flow: everything opened and ended up to each week."""
    weeks = board.weekly("cumulative_flow", by=("move",))
    if not weeks["n"].sum():
        states.nothing("No case was opened, resolved or open in these weeks.")
        return
    weeks = formats.local_starts(weeks, board.scope.zone)
    opened, ended = (weeks[weeks["move"] == move] for move in ("opened", "ended"))
    chart = charts_flow.so_far(opened, ended if len(ended) else opened.assign(value=0.0))
    start, end = board.span
    asked = board.scope.question(
        "cumulative_flow", by=("move",), period="week", start=start, end=end
    )
    marks.plain(chart, "flow_so_far", Download(weeks, "cumulative-flow", asked))


def ages_card(board: Board) -> None:
    """Open cases by tier and by how long they have been open."""
    with cards.card("ages"):
        cards.heading("How long cases have been open", "by tier; click for cases")
        frame = board.by("open_age", "tier", "age_band")
        frame = frame[frame["n"] > 0]
        if frame.empty:
            states.nothing(NONE_OPEN)
            return
        tiers = [tier for tier in scope.values("tier") if tier in set(frame["tier"])]
        links = {
            f"{tier}|{band}": (
                f"{tier} · {AGES[band]} · {n}",
                board.scope.cases("open_age", {"tier": tier, "age_band": band}),
            )
            for tier, band, n in charts_flow.counts(frame, "tier", "age_band")
        }
        question = board.scope.question("open_age", by=("tier", "age_band"))
        chart = charts_flow.ages(frame, tiers)
        marks.clickable(
            chart, "flow_ages", "Cases of an age", links, Download(frame, "open-age", question)
        )


def latency_card(board: Board) -> None:
    """Open cases on which nobody did anything, by tier and for how long."""
    with cards.card("latency"):
        cards.heading("How long nobody has done anything", "open cases by tier")
        frame = board.by("open_latency", "tier", "latency_band")
        frame = frame[frame["n"] > 0]
        if frame.empty:
            has_open = board.figure("open_cases").n
            states.nothing(ATTENDED if has_open else NONE_OPEN)
            return
        tiers = [tier for tier in scope.values("tier") if tier in set(frame["tier"])]
        links = {
            f"{tier}|{band}": (
                f"{tier} · {LATENCIES[band]} · {n}",
                board.scope.cases("open_latency", {"tier": tier, "latency_band": band}),
            )
            for tier, band, n in charts_flow.counts(frame, "tier", "latency_band")
        }
        asked = board.scope.question("open_latency", by=("tier", "latency_band"))
        chart = charts_flow.ages(frame, tiers, "latency_band", LATENCIES, "silent for")
        download = Download(frame, "open-latency", asked)
        marks.clickable(chart, "flow_latency", "Cases of a silence", links, download)


def arrivals_card(board: Board) -> None:
    """When cases come in: weekday by hour in the reporting zone."""
    with cards.card("arrivals"):
        cards.heading("When cases arrive", f"weekday and hour, {board.scope.zone}")
        frame = board.by("cases_opened", "weekday", "hour")
        if frame["n"].sum() == 0:
            states.nothing("No case was opened in this period.")
            return
        links = {
            f"{day}|{hour}": (
                f"{day[2:]} {hour}:00 · {formats.counted(n, 'case')}",
                board.scope.cases("cases_opened", {"weekday": day, "hour": hour}),
            )
            for day, hour, n in charts_flow.counts(frame, "weekday", "hour")
        }
        question = board.scope.question("cases_opened", by=("weekday", "hour"))
        marks.clickable(
            charts_flow.arrivals(frame), "flow_arrivals", "Cases of an hour", links,
            Download(frame, "arrivals", question),
        )  # fmt: skip


def oldest_card(board: Board) -> None:
    """The open cases that have waited longest; each opens on its timeline."""
    with cards.card("oldest"):
        cards.heading("Open longest", f"at the end of {board.scope.window.name}")
        asked = board.scope.question("open_cases")
        frame = _oldest(answers.behind(asked, OLDEST), board)
        if frame.empty:
            states.nothing(NONE_OPEN)
            return
        alt = f"{len(frame)} open cases, the one open longest first"
        tables.cases(frame, "oldest_rows", alt, board.scope.cases("open_cases", {}))
        st.space("stretch")
        said = f"The {len(frame)} open longest; days since opened, or reopened."
        rows = Download(lambda: answers.behind(asked), "open-cases", asked)
        export.foot(rows, "oldest", said)


def _sentence(board: Board, flow: Figure, stock: Figure, old: Figure) -> str:
    n, moved = stock.n, int(flow.row["value"] or 0) if flow.n else 0
    if not n and not flow.n:
        return "Nothing was opened, resolved or open in this period."
    went = "stayed level" if not moved else f"{'grew' if moved > 0 else 'shrank'} by {abs(moved)}"
    part = f"{formats.count(old.n)} of them for 30 days or more" if old.n else "none for 30 days"
    when = board.scope.window.when
    return f"The backlog {went} {when}: {formats.counted(n, 'case')} open at the end, {part}."


def _oldest(rows: pd.DataFrame, board: Board) -> pd.DataFrame:
    """case, days, subject, tier, severity, owner, account, source; longest first."""
    end = answers.meta()["as_of"] if board.scope.window.is_open else board.scope.window.end
    days = (pd.Timestamp(end) - rows["entered_at"]).dt.total_seconds() / 86_400
    return pd.DataFrame(
        {
            "case": rows["case_id"],
            "days": days.round(1),
            "subject": rows["subject"],
            "tier": rows["tier"],
            "severity": rows["severity"],
            "owner": rows["owner"].fillna("nobody"),
            "account": rows["account"],
            "source": rows["source"],
        }
    )
