"""The chance of a breach on the risk page: what is expected, and how good past chances were."""

from typing import Any

import pandas as pd
import streamlit as st

from metrics import risk as risks
from pages.ui import (
    answers,
    cards,
    charts_risk,
    export,
    formats,
    layout,
    marks,
    states,
    tables,
    words,
)
from pages.ui.risk import AHEAD, RiskBoard

BOX = "backtest"  # the box of the backtest; open or not in the state of the session
ALL = "all"


def tile(board: RiskBoard) -> None:
    """The breaches that the chances of what falls due add up to."""
    ahead = AHEAD[board.look]
    rows = risks.expected_breaches(board.figures.rows).to_dict("records")
    found = next(row for row in rows if row["horizon"] == ahead)
    expected = found["expected"]
    with cards.card("tile_expected"):
        shown = formats.NOTHING if formats.is_nothing(expected) else f"{expected:.1f}"
        st.metric("Expected breaches", shown)
        without = f" · {formats.count(found['unknown'])} without a chance"
        st.caption(
            f"of {formats.count(found['due'])} due within {ahead}"
            + (without if found["unknown"] else "")
        )
        st.space("stretch")
        st.button(
            "How good? ›",
            key="show_backtest",
            type="tertiary",
            help="Open what past chances were worth, at the foot of the page",
            on_click=_open,
        )


def _open() -> None:
    st.session_state[BOX] = True


def silent(board: RiskBoard) -> None:
    """The kinds of promise for which no chance is shown, and why."""
    tested = answers.listed("backtest").set_index("promise")["verdict"]
    kinds = [each for each in words.PROMISES if each in set(board.figures.rows["promise"])]
    without = [
        f"{words.promise(kind)} ({tested.get(kind, 'not tested')})"
        for kind in kinds
        if tested.get(kind) != risks.BETTER
    ]
    if without:
        said = f"No chance is shown where past ones did not prove better: {', '.join(without)}."
        st.caption(formats.md_escape(said))


def backtest_box() -> None:
    """How good the chances were that were told on past Mondays; drawn when it is opened."""
    tested = answers.listed("backtest")
    whole = tested[tested["promise"] == ALL]
    verdict = whole["verdict"].iloc[0] if len(whole) else "nothing to test"
    said = f"How good were past chances? {VERDICTS.get(verdict, verdict)}"
    box = st.expander(said, icon=":material/rule:", key=BOX, on_change="rerun")
    if not box.open:
        return
    with box:
        if whole.empty or not whole["watches"].iloc[0]:
            states.nothing("No promise was watched on a past Monday.", "It takes some weeks.")
            return
        st.markdown(METHOD)
        left, right = layout.row(3, 2)
        with left:
            _kinds(tested.to_dict("records"))
        with right:
            _calibration()


def _kinds(rows: list[dict[Any, Any]]) -> None:
    frame = pd.DataFrame(
        {
            "promise": [
                "All" if r["promise"] == ALL else words.promise(r["promise"]) for r in rows
            ],
            "verdict": [row["verdict"] for row in rows],
            "ours": [row["brier"] for row in rows],
            "share used alone": [row["brier_bands"] for row in rows],
            "rate of the tier": [row["brier_tier"] for row in rows],
            "watched": [row["watches"] for row in rows],
            "breached": [row["breached"] for row in rows],
        }
    )
    number = st.column_config.NumberColumn(format="%.3f")
    names = ("ours", "share used alone", "rate of the tier")
    alt = "Brier score of our chances beside two simpler ones, by kind of promise"
    tables.plain(frame, "backtest_rows", alt, **dict.fromkeys(names, number))
    export.button(frame, "backtest", "backtest_csv")


def _calibration() -> None:
    found = answers.listed("calibration")
    chart = charts_risk.calibration(found[found["promise"] == ALL])
    marks.plain(chart, "calibration_chart")


VERDICTS = {
    risks.BETTER: "Better than both simpler ways to tell",
    "no better": "No better than a simpler way to tell, so none is shown",
    "too early to say": "Too early to say, so none is shown",
}
METHOD = """
On each past Monday every undecided promise was told a chance from what was known then, and later
it was seen what came of it. The Brier score is the mean square error of the chances: 0 is best.
A chance is shown only for kinds of promise whose score is lower than both that of the share of
the target used alone and that of the breach rate of the tier.
"""
