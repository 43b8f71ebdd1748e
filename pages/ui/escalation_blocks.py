"""The parts of Escalations, top to bottom: what the events say, not what a matrix would ask."""

import pandas as pd
import streamlit as st

from metrics.figures import Figure
from metrics.wording import typical
from pages.ui import (
    answers,
    cards,
    charts_escalation,
    export,
    formats,
    layout,
    marks,
    page,
    scope,
    spreads,
    states,
    tables,
    words,
)
from pages.ui.board import Board
from pages.ui.export import Download
from pages.ui.sites import ESCALATIONS

TEAMS = 8  # of a chart, the busiest; the CSV has all
ROWS = 200
NOWHERE = {"team": "with a team", "level": "at an escalation level"}
FILTERS = (*scope.FILTERS, "region")


def header() -> Board:
    """Title, filters and stamp; the board of what was picked."""
    return Board(page.opened(ESCALATIONS, front="team", more=FILTERS))


def summary(board: Board) -> None:
    """Whether cases are passed round, in a sentence; the figures that say so."""
    moved, back = board.figure("handoffs"), board.figure("ping_pong_rate")
    each = board.figure("case_handoffs")
    page.sentence(_sentence(board, moved, back))
    cards.tiles(
        board.scope,
        [
            ("Handoffs", moved, "from one team to another"),
            ("Handoffs per case", each, f"mean, of {formats.counted(each.n, 'resolved case')}"),
            ("Came back", back, f"of {formats.counted(back.n, 'handoff')}, to a team that had it"),
            ("With a team", board.figure("team_time"), _p90(board, "team_time")),
            ("At a level", board.figure("level_time"), _p90(board, "level_time")),
            ("Paused", board.figure("paused_share"), "of the time in statuses that ended"),
        ],
    )


def moves_card(board: Board) -> None:
    """From which team to which; a square leads to its cases."""
    with cards.card("moves"):
        cards.heading("Who hands to whom", "from the left to the top; click for cases")
        frame = board.by("handoffs", "from_team", "team")
        frame = frame[frame["n"] > 0].sort_values("n", ascending=False)
        if frame.empty:
            states.nothing("No case came from one team to another in this period.")
            return
        givers = list(dict.fromkeys(frame["from_team"]))[:TEAMS]
        takers = list(dict.fromkeys(frame["team"]))[:TEAMS]
        shown = frame[frame["from_team"].isin(givers) & frame["team"].isin(takers)]
        links = {
            f"{giver}|{taker}": (
                f"{giver} to {taker} · {formats.count(n)}",
                board.scope.cases("handoffs", {"from_team": giver, "team": taker}),
            )
            for giver, taker, n in zip(shown["from_team"], shown["team"], shown["n"], strict=True)
        }
        asked = board.scope.question("handoffs", by=("from_team", "team"))
        chart = charts_escalation.moves(shown, givers, takers, layout.is_narrow())
        download = Download(frame, "handoffs", asked)
        marks.clickable(chart, "moves_click", "Cases of a handoff", links, download)


def teams_card(board: Board) -> None:
    """How long a case stays with a team, the longest first."""
    with cards.card("teams"):
        cards.heading("How long a case stays with a team", "median and p90, going on counted")
        if _stays(board, "team_time", "team", "Time with a team"):
            worked = board.value("contract_team_time")
            median, ended = worked["value"], formats.counted(worked["n"], "stay")
            if worked["n"]:
                hours = formats.value(median, "hours")
                st.caption(f"In working hours: median {hours} of {ended} that ended.")


def levels_card(board: Board) -> None:
    """How many stays at each level, and how long they last."""
    with cards.card("levels"):
        cards.heading("How long a case stays at a level", "median and p90, going on counted")
        if not _stays(board, "level_time", "level", "Time at an escalation level"):
            st.caption(
                "Levels come from events of escalation. Which ones policy asks for, and whether "
                "they came in time, needs a matrix, which policy does not have yet."
            )


def statuses_card(board: Board) -> None:
    """Where time goes while the team has to act, and while it waits for somebody else."""
    with cards.card("statuses"):
        cards.heading("Where a case waits", "a stay in a status, median and p90")
        metrics = ("handling_time", "waiting_time")
        parts = {metric: _frame(board, metric, "status") for metric in metrics}
        frame = pd.concat(parts.values())
        if frame.empty:
            states.nothing("No stay in a status ended in this period.")
            return
        links = {
            words.status(name): (
                f"{words.status(name)}, {answers.metric(metric).title.lower()}",
                board.scope.cases(metric, {"status": name}),
            )
            for metric, part in parts.items()
            for name in part["name"]
        }
        frame = frame.assign(name=frame["name"].map(words.status))
        chart = charts_escalation.stays(frame, "Time in a status", layout.is_narrow())
        download = Download(frame, "time-by-status")
        marks.clickable(chart, "status_click", "Cases of a status", links, download)


def _stays(board: Board, metric: str, by: str, what: str) -> bool:
    """Bars of a stay by this breakdown; whether there were any."""
    frame = _frame(board, metric, by)
    if frame.empty:
        states.nothing(f"No case was {NOWHERE[by]} in this period.")
        return False
    links = {
        name: (f"{name}, the longest first", board.scope.cases(metric, {by: name}))
        for name in frame["name"]
    }
    asked = board.scope.question(metric, by=(by,))
    chart = charts_escalation.stays(frame, what, layout.is_narrow())
    download = Download(lambda: answers.ask(asked), metric.replace("_", "-"), asked)
    marks.clickable(chart, f"{by}_click", f"Cases of a {by}", links, download)
    return True


def _frame(board: Board, metric: str, by: str) -> pd.DataFrame:
    """name, value, p90, n of the TEAMS with the most stays: levels in their order, others the
    longest first."""
    median = board.by(metric, by)
    high = board.by(metric, by, aggregation="survival_p90")
    found = median.merge(high[[by, "value"]].rename(columns={"value": "p90"}), on=by)
    found = found.loc[found["n"] > 0, [by, "value", "p90", "n"]].rename(columns={by: "name"})
    order, rising = ("name", True) if by == "level" else ("value", False)
    busiest = found.nlargest(TEAMS, "n")
    return busiest.sort_values(order, ascending=rising, na_position="first")


def moved_card(board: Board) -> None:
    """The resolved cases that changed hands most often."""
    with cards.card("moved"):
        cards.heading("Passed on more than once", "resolved in this period")
        asked = board.scope.question("case_handoffs")
        rows = spreads.largest(asked, ROWS)
        rows = rows[rows["value"] > 1]
        if rows.empty:
            states.nothing("No case resolved in this period changed teams more than once.")
            return
        frame = pd.DataFrame(
            {
                "case": rows["case_id"],
                "handoffs": rows["value"].astype(int),
                "team at last": rows["team"],
                "tier": rows["tier"],
                "severity": rows["severity"],
                "subject": rows["subject"],
                "account": rows["account"],
                "source": rows["source"],
            }
        )
        alt = f"{len(frame)} cases, the most handoffs first"
        tables.cases(frame, "moved_rows", alt, board.scope.cases("case_handoffs", {}))
        st.space("stretch")
        said = f"{formats.counted(len(frame), 'case')}, the most handoffs first."
        export.foot(Download(rows, "passed-on", asked), "moved", said)


def unowned_card(board: Board) -> None:
    """The open cases that nobody owns, as they stand now."""
    with cards.card("unowned"):
        at = answers.meta()["as_of"]
        zone = board.scope.zone
        cards.heading("Open and owned by nobody", f"as of {formats.when(at, zone)}")
        rows = answers.read("unowned")
        for key, values in board.scope.where:
            rows = rows[rows[key].isin(values)] if key in rows else rows
        if rows.empty:
            states.nothing("Every open case has an owner.")
            return
        ages = (at - rows["created_at"]).dt.total_seconds()
        frame = pd.DataFrame(
            {
                "case": rows["case_id"],
                "since": [formats.span(age) for age in ages],
                "team": rows["team"],
                "tier": rows["tier"],
                "severity": rows["severity"],
                "subject": rows["subject"],
                "account": rows["account"],
                "source": rows["source"],
            }
        )
        link = board.scope.url(via=board.scope.site.slug)
        tables.cases(frame, "unowned_rows", f"{len(frame)} open cases without an owner", link)
        st.space("stretch")
        said = f"{formats.counted(len(frame), 'case')}; opened so long ago."
        export.foot(Download(rows, "unowned"), "unowned", said)


def _sentence(board: Board, moved: Figure, back: Figure) -> str:
    when = board.scope.window.when
    if not moved.n:
        return f"No case came from one team to another {when}."
    returned = (
        f"{back.text} came back to a team that had it" if back.row["hits"] else "none came back"
    )
    said = f"{formats.counted(moved.n, 'handoff')} {when}, {returned}"
    slow = _frame(board, "team_time", "team")
    slow = slow[slow["value"].notna()]
    if slow.empty:
        return f"{said}."
    row = slow.iloc[0]
    return f"{said}; a stay is longest with {row['name']}: {formats.value(row['value'], 'hours')}."


def _p90(board: Board, metric: str) -> str:
    """`median stay · p90 61 h · n 2,987`."""
    high = board.value(metric, aggregation="survival_p90")["value"]
    return typical(high, answers.metric(metric).unit, board.value(metric)["n"], "median stay")
