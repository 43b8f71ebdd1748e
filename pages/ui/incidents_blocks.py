"""The parts of the incidents page, top to bottom."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from metrics.instants import period
from metrics.majors import majors
from metrics.window import Window
from pages.ui import (
    answers,
    cards,
    charts,
    charts_incidents,
    export,
    formats,
    incident_rows,
    incident_words,
    marks,
    page,
    states,
    tables,
    uptime_rows,
)
from pages.ui.board import Board
from pages.ui.export import Download
from pages.ui.scope import Query
from pages.ui.sites import CASE, INCIDENTS


def header() -> Board:
    """Title, filters and stamp; the board of what was picked."""
    return Board(page.opened(INCIDENTS, front="system"))


def summary(board: Board) -> None:
    """The sentence over the tiles, and then the tiles."""
    page.sentence(incident_words.sentence(board))
    cards.tiles(
        board.scope,
        [
            ("Major incidents", board.figure("major_incidents"), incident_words.between(board)),
            ("Uptime", board.figure("uptime"), incident_words.observed(board)),
            ("Downtime", board.figure("downtime"), incident_words.stretches(board)),
            ("Detected in", board.figure("time_to_detect"), incident_words.p90(board, "detected")),
            (
                "Acknowledged in",
                board.figure("acknowledge_time", where=incident_words.ONLY_INCIDENTS),
                incident_words.p90(board, "acknowledged"),
            ),
            ("Restored in", board.figure("time_to_restore"), incident_words.p90(board, "restored")),
        ],
    )


def gantt_card(board: Board) -> None:
    """Every stretch in which a service was hurt; a click, or the box, opens its incident."""
    with cards.card("gantt"):
        cards.heading(
            "When each service was hurt",
            "red: most of it gone, amber: a part, blue: little, grey: announced maintenance",
        )
        hurt = incident_rows.hurt(board.scope)
        if hurt.empty:
            states.nothing("No service was hurt in this period, as far as the exports tell.")
            return
        systems = incident_rows.services(hurt)
        shown = hurt[hurt["system"].isin(systems)]
        windows = incident_rows.maintenance(board.scope)
        window = board.scope.window
        span = tuple(formats.local(at, board.scope.zone) for at in (window.start, window.end))
        windows = windows[windows["system"].isin(systems)]
        chart = charts_incidents.gantt(shown, windows, systems, (span[0], span[1]))
        newest = shown.sort_values("start_at", ascending=False).to_dict("records")
        links = {row["link"]: _incident(board, row) for row in newest if row["case_id"]}
        asked = board.scope.question("downtime")
        download = Download(hurt.drop(columns=["said", "link"]), "hurt-services", asked)
        marks.clickable(chart, "gantt_click", "Open an incident", links, download, CASE)


def uptime_card(board: Board) -> None:
    """Uptime week by week, with the range that chance explains."""
    with cards.card("uptime"):
        figure = board.figure("uptime")
        cards.heading(
            "Uptime of all services", f"{len(figure.weeks)} weeks, announced maintenance left out"
        )
        if figure.weeks["value"].notna().sum() == 0:
            states.nothing("No source tells which services were hurt.")
            return
        asked = board.scope.question("uptime", period="week")
        marks.series(board.scope, figure, "uptime_weeks", asked)


def budget_card(board: Board) -> None:
    """What each service could still lose in the quarter when the period ended; a click, or the box,
    leads to what it lost."""
    with cards.card("budget"):
        frame = answers.listed("budgets", until=board.scope.window.end)
        quarter = "".join(frame["quarter"].head(1))
        at = f"{quarter or 'the quarter'} at the end of the period"
        cards.heading("Downtime budget used", f"{at}, by objective")
        picked = dict(board.scope.where).get("system")
        frame = frame[frame["system"].isin(picked)] if picked else frame
        if frame.empty:
            states.nothing("Policy promises no uptime, or no source tells of services.")
            return
        shown = frame.head(incident_rows.SERVICES)
        start, _ = period(quarter, board.scope.zone)
        window = Window(quarter, start, board.scope.window.end, board.scope.window.is_open)
        links = {
            name: (name, board.scope.cases("downtime", {"system": name}, window))
            for name in shown.loc[shown["used_hours"] > 0, "system"]
        }
        asked = board.scope.question("downtime_budget_burn", window, by=("system",))
        chart = charts_incidents.budgets(shown)
        download = Download(frame, "downtime-budgets", asked)
        marks.clickable(chart, "budget_click", "What a service lost", links, download)


def tiers_card(board: Board) -> None:
    """Uptime of the services that the accounts of a tier use."""
    with cards.card("tiers"):
        idle = ", ".join(board.scope.unmet(answers.metric(uptime_rows.METRIC))).lower()
        aside = f" · not by {idle}" if idle else ""
        cards.heading("Uptime by tier", f"of the services that its accounts use{aside}")
        frame = uptime_rows.by_tier(board)
        if frame.empty:
            states.nothing("No source tells of services, or no accounts are loaded.")
            return
        tables.plain(frame, "tier_rows", f"Uptime of {len(frame)} tiers")
        asked = board.scope.question(uptime_rows.METRIC, by=("tier", "account"))
        download = Download(lambda: answers.ask(asked), "uptime-by-account", asked)
        export.foot(download, "tiers", formats.md_escape(uptime_rows.users()))


def services_card(board: Board) -> None:
    """Hours lost by service with its uptime; a click, or the box, leads to the incidents."""
    with cards.card("services"):
        cards.heading("Hours lost by service", "weighted by how much was gone")
        asked = board.scope.question("downtime", by=("system",))
        lost = answers.ask(asked).sort_values("value", ascending=False)
        if lost.empty:
            states.nothing("No service lost time in this period.")
            return
        up = board.by("uptime", "system").set_index("system")["value"]
        unit, metric = answers.metric("downtime").unit, answers.metric("uptime")
        frame = lost.rename(columns={"system": "name"})[["name", "value"]].head(12)
        shares = [formats.value(up.get(name), "share", metric.decimals) for name in frame["name"]]
        hours = [formats.in_unit(value, unit) for value in frame["value"]]
        said = [f"{lost} · up {share}" for lost, share in zip(hours, shares, strict=True)]
        chart = charts.bars(frame, unit, "Hours lost by service", said=said)
        links = {
            name: (name, board.scope.cases("downtime", {"system": name})) for name in frame["name"]
        }
        download = Download(lambda: answers.ask(asked), "downtime-by-service", asked)
        marks.clickable(chart, "services_click", "Incidents of a service", links, download)


def speed_card(board: Board) -> None:
    """How long it took to detect, acknowledge and restore, each incident counted."""
    with cards.card("speed"):
        cards.heading("How fast incidents are seen and mended", "bars count incidents that ended")
        rows, figures = {}, {}
        for step in incident_words.STEPS:
            seconds = incident_words.ended(incident_words.asked(board, step))
            if len(seconds):
                rows[step], figures[step] = seconds, incident_words.quantiles(board, step)
        if not rows:
            states.nothing("No incident was detected, acknowledged or restored in this period.")
            return
        chart = charts_incidents.speeds(rows, figures)
        asked = incident_words.asked(board, "restored")
        download = Download(lambda: answers.behind(asked), "time-to-restore", asked)
        marks.plain(chart, "speed_chart", download)


def maintenance_card(board: Board) -> None:
    """What is announced: no downtime is counted then."""
    with cards.card("maintenance"):
        cards.heading("Upcoming maintenance", "counts neither as downtime nor as time")
        frame = incident_rows.upcoming(board.scope)
        if frame.empty:
            states.nothing("No maintenance is announced.")
            return
        tables.plain(frame, "maintenance_rows", f"{len(frame)} announced maintenance windows")
        export.foot(Download(frame, "maintenance"), "maintenance")


def majors_card(board: Board) -> None:
    """Every major incident of the period with its length and whom it touched."""
    with cards.card("majors"):
        asked = board.scope.question("major_incidents")
        cards.heading("Major incidents", "select one for its timeline")
        frame = majors(answers, board.scope.question)
        if frame.empty:
            states.nothing("No incident became major in this period.")
            return
        st.caption(incident_words.postmortems(board))
        link = board.scope.cases("major_incidents", {})
        tables.cases(frame, "major_rows", f"{len(frame)} major incidents, newest first", link)
        said = f"{formats.counted(len(frame), 'incident')}; open one with its number."
        export.foot(Download(frame, "major-incidents", asked), "majors", said)


def _incident(board: Board, row: Mapping[Any, Any]) -> tuple[str, Query]:
    """What the box calls a stretch, and the link to its incident."""
    link = board.scope.url(case=row["case_id"], case_source=row["source"])
    return f"{row['case_id']} · {row['system']} · {row['start_at']:%-d %b %H:%M}", link
