"""The small print of the weekly page: what stands under a figure and in the stamp. Words only."""

from datetime import timedelta

import pandas as pd

from metrics import statistics
from metrics.budgets import OVERDRAWN
from pages.ui import answers, formats
from pages.ui.week import WeekBoard
from pages.ui.words import source as source_word


def decided(board: WeekBoard) -> str:
    """`239 of 254 decided · 95 %: 90.5–96.4 %`."""
    figure = board.figures["sla_adherence"]
    if not figure.n:
        return "nothing decided"
    if figure.is_few:
        return f"decided; under {statistics.FEWEST_DECIDED}, so no percentage"
    low, high = figure.row["low"], figure.row["high"]
    interval = f"{100 * low:.1f}–{100 * high:.1f} %"
    met, decided = formats.count(figure.row["hits"]), formats.count(figure.n)
    return f"{met} of {decided} decided · 95 %: {interval}"


def breaches(board: WeekBoard) -> str:
    """`Platinum, of 5 in all tiers`."""
    total = formats.count(board.once("open_breaches", (("tier", ()),))["value"])
    top = formats.md_escape(board.top_tier or "all tiers")
    return f"{top}, of {total} in all tiers"


def median(board: WeekBoard, metric: str) -> str:
    """`median, open cases counted · p90 14.6 h · n 94`."""
    figure = board.figures[metric]
    if not figure.n:
        return "nothing counted"
    p90 = formats.value(board.once(metric, aggregation="survival_p90")["value"], figure.unit)
    return f"median, open cases counted · p90 {p90} · n {formats.count(figure.n)}"


def majors(board: WeekBoard) -> str:
    """`2 post-mortems open at the end`."""
    owed = board.once("open_postmortems")["value"]
    return f"{formats.counted(owed, 'post-mortem')} open at the end"


def budgets() -> str:
    """`Public API: budget overdrawn`, or what the service with the least left has."""
    found = answers.listed("budgets")
    if found.empty:
        return "maintenance left out"
    least = found.iloc[0]
    name = formats.md_escape(least["system"])
    if least["state"] == OVERDRAWN:
        return f"{name}: budget of the quarter overdrawn"
    left = formats.in_unit(least["left_hours"], "hours")
    return f"{name} has {left} of its budget left this quarter"


def freshness(sources: pd.DataFrame, as_of: pd.Timestamp) -> str:
    """Sources that are behind: by over a day and over three times the usual gap of their cases."""
    told = sources[sources["events"] > 0]
    usual = (told["newest_event_at"] - told["oldest_event_at"]) / told["cases"].clip(lower=1)
    limit = (3 * usual).map(lambda gap: max(gap, timedelta(days=1)))
    stale = told[as_of - told["newest_event_at"] > limit]["source"]
    many = f"{len(told)} source" + ("s" if len(told) != 1 else "")
    if stale.empty:
        return f"{many}, all fresh" if len(told) > 1 else f"{many}, fresh"
    return f"{many}; nothing new lately from {', '.join(source_word(s) for s in stale)}"


def policy(meta: pd.Series, zone: str) -> str:
    """`policy v2 (in force since 1 Oct 2026)`."""
    since = meta["policy_effective_from"]
    if formats.is_nothing(since):
        return f"policy v{meta['policy_version']}"
    day = formats.local(since, zone)
    return f"policy v{meta['policy_version']} (in force since {day.day} {day:%b %Y})"
