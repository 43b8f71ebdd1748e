"""The words of the incidents page: its sentence, what stands under the tiles, and the steps."""

import pandas as pd

from metrics.budgets import OVERDRAWN
from metrics.question import Question
from metrics.wording import typical
from pages.ui import answers, charts_incidents, formats, spreads
from pages.ui.board import Board
from pages.ui.link import Filters

ONLY_INCIDENTS: Filters = (("kind", ("incident",)),)
STEPS: dict[str, tuple[str, Filters, str]] = {
    "detected": ("time_to_detect", (), "p90"),
    "acknowledged": ("acknowledge_time", ONLY_INCIDENTS, "survival_p90"),
    "restored": ("time_to_restore", (), "survival_p90"),
}


def sentence(board: Board) -> str:
    """How long it is since the last major incident, which service lost most, whose budget is
    gone."""
    return " ".join(said for said in (_last(board), _lost(board), _overdrawn(board)) if said)


def _last(board: Board) -> str:
    picked = dict(board.scope.where)
    if set(picked) - {"system"}:
        count = board.figure("major_incidents")
        return f"{formats.counted(count.n, 'incident')} of these became major in the period."
    rows = answers.listed("last_majors")
    rows = rows[rows["system"].isin(picked["system"])] if picked else rows
    if rows.empty:
        return "No incident has become major."
    last = rows.iloc[0]
    since = f"{formats.span(last['since_seconds'])} before the data end"
    day = formats.when(last["major_at"], board.scope.zone, year=True)
    return f"The last incident became major on {day}, {since}: {last['case_id']}, {last['system']}."


def _lost(board: Board) -> str:
    up = board.figure("uptime").row["value"]
    if formats.is_nothing(up):
        return "No source tells which services were hurt."
    lost = board.by("downtime", "system")
    if lost.empty or not lost["value"].max():
        return "No service lost time."
    worst = lost.sort_values("value").iloc[-1]
    share = formats.value(up, "share", answers.metric("uptime").decimals)
    hours = formats.value(worst["value"], answers.metric("downtime").unit)
    return f"Services were up {share} of the time; {worst['system']} lost most, {hours}."


def _overdrawn(board: Board) -> str:
    budgets = answers.listed("budgets", until=board.scope.window.end)
    picked = dict(board.scope.where).get("system")
    over = budgets[budgets["state"] == OVERDRAWN]
    over = over[over["system"].isin(picked)] if picked else over
    if over.empty:
        return ""
    names = list(over["system"])
    more = f" and {len(names) - 1} more have" if len(names) > 1 else " has"
    their = "their" if len(names) > 1 else "its"
    return f"{names[0]}{more} overdrawn {their} downtime budget of {over.iloc[0]['quarter']}."


def between(board: Board) -> str:
    """`median 24.1 d between two of a service`."""
    row = board.value("time_between_majors")
    between = formats.value(row["value"], answers.metric("time_between_majors").unit)
    return f"median {between} between two of a service"


def observed(board: Board) -> str:
    """`maintenance left out · 546 service days`."""
    return f"maintenance left out · {formats.count(board.value('uptime')['n'])} service days"


def stretches(board: Board) -> str:
    """`weighted · n 7`."""
    return f"weighted · n {formats.count(board.value('downtime')['n'])}"


def postmortems(board: Board) -> str:
    """`Post-mortems of the period: 3 of 4 in time; 1 open at its end.`"""
    row, left = board.value("postmortem_in_time_rate"), board.value("open_postmortems")
    still = f"{formats.count(left['value'] or 0)} open at its end."
    if not row["n"]:
        return f"No post-mortem fell due or was published in the period; {still}"
    counted = formats.share_of(row["value"], row["hits"], row["n"])
    return f"Post-mortems of the period in time: {counted}; {still}"


def asked(board: Board, step: str) -> Question:
    """The question of a step: of incidents alone, under the filters of the page."""
    metric, where, _ = STEPS[step]
    return board.scope.question(metric, where=where)


def p90(board: Board, step: str) -> str:
    """`median · p90 10 min · n 7`."""
    row, high = _answers(board, step)
    return typical(high, answers.metric(STEPS[step][0]).unit, row["n"])


def quantiles(board: Board, step: str) -> tuple[float, float, int]:
    """Median and p90 in seconds, and n, as the metric says them."""
    row, p90 = _answers(board, step)
    unit = answers.metric(STEPS[step][0]).unit
    values = charts_incidents.seconds(pd.Series([row["value"], p90]), unit)
    return float(values.iloc[0]), float(values.iloc[1]), int(row["n"])


def _answers(board: Board, step: str) -> tuple[pd.Series, float | None]:
    """The answer for a step, and its p90."""
    metric, where, high = STEPS[step]
    row = board.value(metric, where=where)
    return row, board.value(metric, where=where, aggregation=high)["value"]


def ended(asked: Question) -> pd.Series:
    """Seconds of every row that ended in the period."""
    unit = answers.metric(asked.metric).unit
    return charts_incidents.seconds(spreads.values(asked), unit)
