"""The parts of the page of recurring blockers, top to bottom."""

import pandas as pd

from metrics import week_board
from metrics.statistics import FEWEST_DECIDED
from pages.ui import (
    answers,
    cards,
    charts,
    charts_blockers,
    formats,
    layout,
    marks,
    page,
    scope,
    spreads,
    states,
)
from pages.ui.board import Board
from pages.ui.export import Download
from pages.ui.sites import BLOCKERS

COST, BACK, INTERVAL = "breach_hours", "account_recurrence_rate", "repeat_interval"
TOP, PANELS = 10, 6


def header() -> Board:
    """Title, filters and stamp; the board of what was picked."""
    return Board(
        page.opened(
            BLOCKERS,
            front="kind",
            more=(*scope.FILTERS, "region", "stage", "dependency", "cluster"),
        )
    )


def summary(board: Board) -> None:
    """The sentence over the tiles, and then the tiles."""
    page.sentence(_sentence(board))
    late = board.figure(COST)
    cards.tiles(
        board.scope,
        [
            ("Hours past promise", late, f"of {formats.count(late.n)} breaches that ended"),
            ("Came back", board.figure(BACK), f"to the same account · {_interval(board, BACK)}"),
            (
                "Came back anywhere",
                board.figure("recurrence_rate"),
                _interval(board, "recurrence_rate"),
            ),
            ("Time to the next", board.figure(INTERVAL), _counted(board, INTERVAL)),
            ("Third of its kind", board.figure("chronic_cases"), "same account, within 30 days"),
            ("Cases opened", board.figure("cases_opened"), _resolved(board)),
        ],
    )


def cost_card(board: Board) -> None:
    """Hours past promise by category, the largest first, with what they make together."""
    with cards.card("cost"):
        cards.heading("What costs most", "hours past promise, and their share so far")
        asked = board.scope.question(COST, by=("category",))
        answer = answers.ask(asked).rename(columns={"category": "name"})
        frame = week_board.top(answer[["name", "value"]], TOP)
        if frame.empty:
            states.nothing("No promise ran past its target in this period.")
            return
        unit, total = answers.metric(COST).unit, frame["value"].sum()
        together = (frame["value"].cumsum() / total).round(9)  # sums of fractions miss 1 by little
        said = [
            f"{formats.in_unit(hours, unit)} · {formats.percent(share)}"
            for hours, share in zip(frame["value"], together, strict=True)
        ]
        other = next(filter(week_board.is_other, frame["name"]), None)
        chart = charts.bars(frame, unit, "Hours past promise by category", other, said)
        links = {
            name: (name, board.scope.cases(COST, {"category": name}))
            for name in frame["name"]
            if name != other
        }
        download = Download(lambda: answers.ask(asked), "hours-past-promise", asked)
        marks.clickable(chart, "cost_click", "Cases of a category", links, download)


def recurrence_card(board: Board) -> None:
    """Which categories come back at the same account, with how sure that is."""
    with cards.card("back"):
        cards.heading("What comes back at the same account", "of resolved, 95 % interval")
        asked = board.scope.question(BACK, by=("category",))
        frame = answers.ask(asked).rename(columns={"category": "name"})
        frame = frame[frame["n"] >= FEWEST_DECIDED].sort_values("value", ascending=False)
        whole = board.value(BACK)["value"]
        if frame.empty:
            states.nothing("Under five cases of each category were judged in this period.")
            return
        frame = frame.head(TOP + 1)
        chart = charts_blockers.shares(frame, "Recurrence at the same account", float(whole))
        links = {
            name: (name, board.scope.cases(BACK, {"category": name})) for name in frame["name"]
        }
        download = Download(lambda: answers.ask(asked), "recurrence-by-category", asked)
        marks.clickable(chart, "back_click", "Cases of a category", links, download)


def trends_card(board: Board) -> None:
    """The costliest categories week by week, all on one scale; each dot leads to its cases."""
    with cards.card("trends"):
        frame = board.weekly(COST, by=("category",)).rename(columns={"category": "name"})
        names = list(board.by(COST, "category").nlargest(PANELS, "value")["category"])
        frame = frame[frame["name"].isin(names)]
        cards.heading(
            "Is it getting better", f"hours past promise, {board.many} weeks, one scale for all"
        )
        if frame.empty:
            states.nothing("No promise ran past its target in these weeks.")
            return
        frame = _every_week(board, frame)
        across = 1 if layout.is_narrow() else 3
        chart = charts_blockers.panels(frame, names, answers.metric(COST).unit, across)
        counted = frame[frame["n"] > 0].sort_values("start_at", ascending=False)
        links = {
            f"{row['name']}|{row['period']}": (
                f"{row['name']} · {row['period']}",
                board.scope.cases(COST, {"category": row["name"], "week": row["period"]}),
            )
            for row in counted.to_dict("records")
        }
        start, end = board.span
        asked = board.scope.question(COST, by=("category",), period="week", start=start, end=end)
        download = Download(lambda: answers.ask(asked), "hours-past-promise-by-week", asked)
        marks.clickable(chart, "trends_click", "Cases of a category and week", links, download)


def heat_card(board: Board) -> None:
    """Which tier each category hits; a click, or the box, leads to the cases."""
    with cards.card("heat"):
        cards.heading("Whom it hits", "hours past promise by category and tier")
        asked = board.scope.question(COST, by=("category", "tier"))
        answer = answers.ask(asked).rename(columns={"category": "row", "tier": "column"})
        frame = answer[answer["value"] > 0]
        if frame.empty:
            states.nothing("No promise ran past its target in this period.")
            return
        rows = list(frame.groupby("row")["value"].sum().nlargest(TOP).index)
        hit = set(frame.loc[frame["row"].isin(rows), "column"])
        columns = [tier for tier in scope.values("tier") if tier in hit]
        unit = answers.metric(COST).unit
        chart = charts_blockers.heat(frame, rows, columns, unit, "Hours past promise")
        links = {
            f"{row}|{tier}": (
                f"{row} · {tier}",
                board.scope.cases(COST, {"category": row, "tier": tier}),
            )
            for row, tier in zip(frame["row"], frame["column"], strict=True)
            if row in rows
        }
        download = Download(lambda: answers.ask(asked), "hours-by-category-and-tier", asked)
        marks.clickable(chart, "heat_click", "Cases of a square", links, download)


def interval_card(board: Board) -> None:
    """How soon the next case of the same kind, category and system came."""
    with cards.card("interval"):
        cards.heading("How soon the next one comes", "of the same topic")
        asked = board.scope.question(INTERVAL)
        values = spreads.values(asked)
        if values.empty:
            states.nothing("Nothing came back within the window of policy.")
            return
        median = float(board.value(INTERVAL)["value"])
        chart = charts_blockers.days(values, median, "Days until the next case")
        marks.plain(
            chart, "interval_chart", Download(lambda: answers.behind(asked), INTERVAL, asked)
        )


def _sentence(board: Board) -> str:
    """What costs most, and how much of what was resolved came back."""
    late = board.by(COST, "category")
    late = late[late["value"] > 0]
    if late.empty:
        first = "No promise ran past its target in this period."
    else:
        most = late.sort_values("value").iloc[-1]
        hours = formats.in_unit(most["value"], answers.metric(COST).unit)
        share = formats.percent(most["value"] / late["value"].sum())
        first = f"{most['category']} cost most: {hours} past promise, {share} of all."
    back = board.figure(BACK)
    if back.is_few or back.value is None:
        return f"{first} Too few cases were judged to say what comes back."
    said = f"{formats.percent(back.value)} of resolved cases came back at the same account"
    return f"{first} {said} ({formats.count(back.row['hits'])} of {formats.count(back.n)})."


def _every_week(board: Board, frame: pd.DataFrame) -> pd.DataFrame:
    """A row for every name and week; weeks without a breach that ended are 0 hours."""
    weeks = board.weekly(COST)[["period", "start_at"]]
    local = [formats.local(at, board.scope.zone) for at in weeks["start_at"]]
    grid = weeks.assign(start_at=local).merge(frame[["name"]].drop_duplicates(), how="cross")
    found = grid.merge(frame[["period", "name", "value", "n"]], on=["period", "name"], how="left")
    return found.fillna({"value": 0.0, "n": 0})


def _interval(board: Board, metric: str) -> str:
    row = board.value(metric)
    if not row["n"]:
        return "nothing judged"
    interval = f"95 %: {100 * row['low']:.0f}–{100 * row['high']:.0f} %"
    return f"{formats.count(row['hits'])} of {formats.count(row['n'])} · {interval}"


def _counted(board: Board, metric: str) -> str:
    return f"median · n {formats.count(board.value(metric)['n'])}"


def _resolved(board: Board) -> str:
    return f"{formats.count(board.value('cases_resolved')['value'])} resolved"
