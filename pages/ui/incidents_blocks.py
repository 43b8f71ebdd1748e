"""The parts of the incidents page, top to bottom."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from metrics.question import Question
from pages.ui import (
    answers,
    cards,
    charts,
    charts_incidents,
    export,
    formats,
    incident_rows,
    marks,
    page,
    states,
    tables,
)
from pages.ui.board import Board
from pages.ui.export import Download
from pages.ui.link import Filters
from pages.ui.scope import Query
from pages.ui.sites import CASE, INCIDENTS

ONLY_INCIDENTS: Filters = (("kind", ("incident",)),)
STEPS: dict[str, tuple[str, Filters, str]] = {
    "detected": ("time_to_detect", (), "p90"),
    "acknowledged": ("acknowledge_time", ONLY_INCIDENTS, "survival_p90"),
    "restored": ("time_to_restore", (), "survival_p90"),
}


def header() -> Board:
    """Title, filters and stamp; the board of what was picked."""
    return Board(page.opened(INCIDENTS, front="system"))


def summary(board: Board) -> None:
    """The sentence over the tiles, and then the tiles."""
    page.sentence(_sentence(board))
    cards.tiles(
        board.scope,
        [
            ("Major incidents", board.figure("major_incidents"), _between(board)),
            ("Uptime", board.figure("uptime"), _observed(board)),
            ("Downtime", board.figure("downtime"), _stretches(board)),
            ("Detected in", board.figure("time_to_detect"), _p90(board, "detected")),
            (
                "Acknowledged in",
                board.figure("acknowledge_time", where=ONLY_INCIDENTS),
                _p90(board, "acknowledged"),
            ),
            ("Restored in", board.figure("time_to_restore"), _p90(board, "restored")),
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
        for step in STEPS:
            seconds = _ended(_asked(board, step))
            if len(seconds):
                rows[step], figures[step] = seconds, _quantiles(board, step)
        if not rows:
            states.nothing("No incident was detected, acknowledged or restored in this period.")
            return
        chart = charts_incidents.speeds(rows, figures)
        asked = _asked(board, "restored")
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
        frame = incident_rows.majors(board)
        if frame.empty:
            states.nothing("No incident became major in this period.")
            return
        link = board.scope.cases("major_incidents", {})
        tables.cases(frame, "major_rows", f"{len(frame)} major incidents, newest first", link)
        said = f"{formats.counted(len(frame), 'incident')}; open one with its number."
        export.foot(Download(frame, "major-incidents", asked), "majors", said)


def _incident(board: Board, row: Mapping[Any, Any]) -> tuple[str, Query]:
    """What the box calls a stretch, and the link to its incident."""
    link = board.scope.url(case=row["case_id"], case_source=row["source"])
    return f"{row['case_id']} · {row['system']} · {row['start_at']:%-d %b %H:%M}", link


def _sentence(board: Board) -> str:
    """How long it is since the last major incident, and which service lost most."""
    rows = answers.behind(board.scope.question("major_incidents", start=None))
    lost = board.by("downtime", "system")
    metric = answers.metric("uptime")
    if rows.empty:
        first = "No incident has become major."
    else:
        last = rows.sort_values("major_at").iloc[-1]
        ago = formats.span((answers.meta()["as_of"] - last["major_at"]).total_seconds())
        first = f"The last major incident began {ago} ago: {last['case_id']}, {last['system']}."
    up = board.value("uptime")["value"]
    if formats.is_nothing(up):
        return f"{first} No source tells which services were hurt."
    share = formats.value(up, "share", metric.decimals)
    if lost.empty or not lost["value"].max():
        return f"{first} No service lost time."
    worst = lost.sort_values("value").iloc[-1]
    hours = formats.value(worst["value"], answers.metric("downtime").unit)
    return f"{first} Services were up {share} of the time; {worst['system']} lost most, {hours}."


def _between(board: Board) -> str:
    row = board.value("time_between_majors")
    between = formats.value(row["value"], answers.metric("time_between_majors").unit)
    return f"median {between} between two of a service"


def _observed(board: Board) -> str:
    return f"maintenance left out · {formats.count(board.value('uptime')['n'])} service days"


def _stretches(board: Board) -> str:
    return f"weighted · n {formats.count(board.value('downtime')['n'])} stretches"


def _asked(board: Board, step: str, aggregation: str | None = None) -> Question:
    metric, where, _ = STEPS[step]
    return board.scope.question(metric, where=where, aggregation=aggregation)


def _p90(board: Board, step: str) -> str:
    row = answers.ask(_asked(board, step)).iloc[0]
    p90 = answers.ask(_asked(board, step, STEPS[step][2])).iloc[0]["value"]
    said = formats.value(p90, answers.metric(STEPS[step][0]).unit)
    return f"median · p90 {said} · n {formats.count(row['n'])}"


def _quantiles(board: Board, step: str) -> tuple[float, float, int]:
    """Median and p90 in seconds, and n, as the metric says them."""
    unit = answers.metric(STEPS[step][0]).unit
    row = answers.ask(_asked(board, step)).iloc[0]
    p90 = answers.ask(_asked(board, step, STEPS[step][2])).iloc[0]["value"]
    values = charts_incidents.seconds(pd.Series([row["value"], p90]), unit)
    return float(values.iloc[0]), float(values.iloc[1]), int(row["n"])


def _ended(asked: Question) -> pd.Series:
    """Seconds of every row that ended in the period."""
    rows = answers.behind(asked)
    if "ended_by_event" in rows:
        rows = rows[rows["ended_by_event"].astype(bool)]
    return charts_incidents.seconds(rows["value"], answers.metric(asked.metric).unit)
