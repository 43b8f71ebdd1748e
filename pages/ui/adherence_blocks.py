"""The parts of Adherence by tier, top to bottom."""

import pandas as pd
import streamlit as st

from metrics.statistics import FEWEST_DECIDED
from metrics.wording import typical
from pages.ui import (
    answers,
    cards,
    charts_adherence,
    filters,
    formats,
    marks,
    matrix,
    page,
    spreads,
    states,
    words,
)
from pages.ui.adherence import FILTERS, KEPT, SHOW, SHOWN, AdherenceBoard
from pages.ui.export import Download
from pages.ui.sites import ADHERENCE

# px of a row of the matrix: in one line and in two, at most, and of all.
LINE, HIGH_LINE, WIDE_LINE, ROOM = 29, 38, 48, 420
COUNTED = {
    KEPT: "Decided in the period",
    "sla_adherence_by_created": "Of cases created in it",
    "sla_adherence_by_resolved": "Of cases resolved in it",
    "vendor_sla_rate": "By the source's own verdict",
}


def header() -> AdherenceBoard:
    """Title, filters and stamp; the board of what was picked."""
    filters.chosen(SHOW, SHOWN)
    return AdherenceBoard(page.opened(ADHERENCE, front="tier", more=FILTERS, own=(SHOW,)))


def summary(board: AdherenceBoard) -> None:
    """The sentence over the tiles, and then the tiles."""
    page.sentence(board.sentence)
    figure = board.figure
    left, near = figure("error_budget_left"), figure("near_miss_rate")
    cards.tiles(
        board.scope,
        [
            ("SLA adherence", figure(KEPT), _decided(board)),
            ("Breaches left", left, _allowed(board)),
            ("Open breaches", figure("open_breaches"), _standing(board)),
            ("Near misses", near, f"of {formats.count(near.n)} met: 90 % or more used"),
            ("Target used", figure("target_used"), _p90(board, "target_used", "p90")),
            ("Late for", figure("breach_overrun"), _p90(board, "breach_overrun", "survival_p90")),
        ],
    )


def matrix_card(board: AdherenceBoard) -> None:
    """Tier and severity by kind of promise; a square leads to its cases."""
    with cards.card("squares"):
        cards.heading("By tier, severity and promise", "met of decided; click for cases")
        if not board.cells:
            states.nothing("No promise was decided in this period.", "Choose a longer one.")
            return
        is_flat = len(board.columns) <= matrix.ROOMY
        line = min(max(ROOM // len(board.rows), LINE if is_flat else HIGH_LINE), WIDE_LINE)
        height = 40 + line * len(board.rows)
        chart = matrix.matrix(board.cells, board.rows, board.columns, height, is_flat)
        links = {
            f"{row['tier']} {row['severity']}|{row['promise']}": (
                f"{row['tier']} {row['severity']} · {words.promise(row['promise'])}",
                board.scope.cases(KEPT, {k: row[k] for k in ("tier", "severity", "promise")}),
            )
            for row in board.squares.to_dict("records")
        }
        asked = board.scope.question(KEPT, by=("tier", "severity", "promise"))
        download = Download(lambda: answers.ask(asked), "adherence-by-severity", asked)
        st.caption(
            "Red: below the objective by more than chance explains. Amber: within what chance "
            "explains. Grey: under five decided, so counts only."
        )
        marks.clickable(chart, "squares_click", "Cases of a square", links, download)


def trend_card(board: AdherenceBoard) -> None:
    """Week by week, with how sure each share is."""
    with cards.card("trend"):
        cards.heading("Week by week", "band: 95 % interval; click for cases")
        weeks = board.weekly(KEPT)
        if weeks["n"].sum() == 0:
            states.nothing("No promise was decided in these weeks.")
            return
        if weeks["n"].max() < FEWEST_DECIDED:
            states.too_few()
            return
        zone = board.scope.zone
        weeks = formats.local_starts(weeks, zone)
        chart = charts_adherence.trend(weeks, board.objective)
        start, end = board.span
        asked = board.scope.question(KEPT, period="week").model_copy(
            update={"start": start, "end": end}
        )
        marks.weeks(board.scope, chart, "trend_weeks", asked, weeks)


def used_card(board: AdherenceBoard) -> None:
    """How much of the target was used when promises were kept."""
    with cards.card("used"):
        cards.heading("How much of the target was used", "share of those kept, in time or late")
        asked = board.scope.question("target_used", by=("promise",))
        frame = spreads.cumulative(asked, charts_adherence.MOST)
        if frame.empty:
            states.nothing("No promise was kept in this period.")
            return
        links = {
            kind: (
                f"{words.promise(kind)}, the most used first",
                board.scope.cases("target_used", {"promise": kind}),
            )
            for kind in dict.fromkeys(frame["promise"])
        }
        download = Download(frame, "target-used", asked)
        chart = charts_adherence.used(frame)
        marks.clickable(chart, "used_click", "Cases of a promise", links, download)


def counted_card(board: AdherenceBoard) -> None:
    """The same period counted as vendors' reports count it, to lay beside them."""
    with cards.card("counted"):
        cards.heading("Counted otherwise", "to lay beside a vendor's report")
        rows = [
            {"name": name, "metric": metric, **board.value(metric).to_dict()}
            for metric, name in COUNTED.items()
        ]
        rows = [row for row in rows if row["n"] >= FEWEST_DECIDED]
        if not rows:
            states.nothing("Too little was decided in this period for a percentage.")
            return
        links = {row["metric"]: (row["name"], board.scope.cases(row["metric"], {})) for row in rows}
        chart = charts_adherence.counted(rows)
        download = Download(pd.DataFrame(rows), "adherence-counted-otherwise")
        marks.clickable(chart, "counted_click", "Cases of a count", links, download)


def _decided(board: AdherenceBoard) -> str:
    """`2,869 of 2,988 decided · 95 %: 95.3–96.7 %`."""
    row = board.value(KEPT)
    if not row["n"]:
        return "nothing decided"
    low, high = 100 * row["low"], 100 * row["high"]
    met = f"{formats.count(row['hits'])} of {formats.count(row['n'])} decided"
    return f"{met} · 95 %: {low:.1f}–{high:.1f} %"


def _standing(board: AdherenceBoard) -> str:
    """`4 more at risk, 3 paused`: how promises not yet decided stood at the end."""
    risk, rest = board.value("promises_at_risk"), board.value("promises_paused")
    return f"{formats.count(risk['n'])} more at risk, {formats.count(rest['n'])} paused"


def _allowed(board: AdherenceBoard) -> str:
    """`of 245.6 that the objectives allow`."""
    row = board.value("error_budget_allowed")
    unit = answers.metric("error_budget_allowed").unit
    return f"of {formats.value(row['value'], unit)} that the objectives allow"


def _p90(board: AdherenceBoard, metric: str, aggregation: str) -> str:
    """`median · p90 61 % · n 2,987`."""
    high = board.value(metric, aggregation=aggregation)["value"]
    unit = answers.metric(metric).unit_of(aggregation)
    return typical(high, unit, board.value(metric)["n"])
