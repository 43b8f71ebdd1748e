"""The tiles of the risk page, and how its rows are counted."""

import pandas as pd
import streamlit as st

from pages.ui import cards, filters, formats, risk_chances
from pages.ui.risk import AHEAD, SHOW, RiskBoard

MEANING = """
**Running:** a promise that is neither kept nor broken off, as its clock stands at the instant
above. Clocks run through the promise's own working hours; a paused one stands.

**Due within 4 h:** at most 4 h of the promise's own working time left, paused ones included.

**Bands:** share of the target used: under 50 % is on track, then 50-75 %, 75-100 %, breached.

**Chance of breach:** from how decided promises of the same kind, tier and severity ended that had
used as much; the smallest group with enough of them. None where past chances did not prove better.

**Update:** the last event of the case that no bot made. **Left out:** drills.
"""


def tiles(board: RiskBoard) -> None:
    """How many, of which tiers; each shows its rows in the table."""
    figures = board.figures
    unowned = figures.unowned
    oldest = "nobody is missing"
    if len(unowned):
        waits = (figures.at - unowned["started_at"].iloc[0]).total_seconds()
        oldest = f"oldest waits {formats.span(waits)}"
    entries = [("breached", figures.breached, figures.of_tiers(figures.breached))]
    entries += [(look, figures.due(look), figures.of_tiers(figures.due(look))) for look in AHEAD]
    entries += [("unowned", unowned, oldest)]
    with st.grid(len(entries) + 1, min_column_width=cards.TILE, gap=12, key="tiles"):
        for part, rows, note in entries:
            _tile(board, part, rows, note)
        risk_chances.tile(board)


def _tile(board: RiskBoard, part: str, rows: pd.DataFrame, note: str) -> None:
    """One count; its button lists the rows below, or goes back to what is next."""
    title = board.parts[part]
    with cards.card(f"tile_{part}"):
        st.metric(title, formats.count(len(rows)))
        st.caption(formats.md_escape(note or "none"))
        st.space("stretch")
        if len(rows):
            is_shown = board.show == part
            st.button(
                "Shown below" if is_shown else "Show ›",
                key=f"show_{part}",
                type="tertiary",
                icon=":material/check:" if is_shown else None,
                help=f"List the rows of “{title}” in the table below",
                on_click=filters.put,
                args=(SHOW, None if is_shown else part),
            )


def meaning(board: RiskBoard) -> None:
    """How the rows are counted, and the command that prints them."""
    box = st.popover(
        "Meaning", icon=":material/info:", type="tertiary", on_change="rerun", key="risk_meaning"
    )
    if not box.open:
        return
    with box:
        st.markdown(MEANING)
        at = f"{board.clocks.at:%Y-%m-%dT%H:%M:%SZ}"
        st.code(f"python -m metrics risk --now {at}", language="bash", wrap_lines=True)
