"""The rows of Adherence by tier: what was broken or nearly, and where a source judges otherwise."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from metrics.reconcile import Tally
from pages.ui import answers, cards, export, filters, formats, states, tables, words
from pages.ui.adherence import KEPT, NEAR, ROWS, SHOW, SHOWN, AdherenceBoard
from pages.ui.export import Download


def broken_card(board: AdherenceBoard) -> None:
    """Which promises were broken and by how much, or were nearly."""
    with cards.card("broken"):
        said, box = st.columns([3, 1.2], vertical_alignment="center")
        with said:
            cards.heading(SHOWN[board.shown], "open a case for its timeline and clock ledger")
        with box:
            filters.segments("Rows", SHOW, SHOWN, board.shown)
        if board.shown == NEAR:
            _near(board)
        else:
            _breaches(board)


def _breaches(board: AdherenceBoard) -> None:
    rows = board.breaches
    if rows.empty:
        states.nothing("No promise was broken in this period.")
        return
    frame = pd.DataFrame(
        {
            **_named(rows),
            "over by": [formats.over(s) for s in rows["over_seconds"]],
            "of target": [_times(row) for row in rows.to_dict("records")],
            "breached": [formats.stamp(t, board.scope.zone) for t in rows["breached_at"]],
            "kept at last": [_kept(row, board.scope.zone) for row in rows.to_dict("records")],
            "source": rows["source"],
        }
    )
    link = board.scope.cases(KEPT, {})
    tables.cases(frame, "breach_rows", f"{len(frame)} breaches, the longest first", link)
    n = int(board.value(KEPT)["n"]) - int(board.value(KEPT)["hits"] or 0)
    said = f"{formats.counted(n, 'breach')}, the longest over first"
    if n > ROWS:
        said = f"The {ROWS} longest over of {formats.count(n)} breaches"
    said = f"{said}; over by on the contract clock, so far while still open."
    export.foot(Download(rows, "breaches", board.scope.question(KEPT)), "breaches", said)


def _near(board: AdherenceBoard) -> None:
    rows = board.near
    if rows.empty:
        states.nothing("No promise was met with 90 % or more of its target used.")
        return
    met = [formats.stamp(t, board.scope.zone) for t in rows["met_at"]]
    frame = pd.DataFrame({**_named(rows), "met": met, "source": rows["source"]})
    link = board.scope.cases("near_miss_rate", {})
    tables.cases(frame, "near_rows", f"{len(frame)} near misses", link)
    said = f"{formats.count(len(frame))} met with 90 % or more of the target used."
    export.foot(Download(rows, "near-misses", board.near_question), "near", said)


def _named(rows: pd.DataFrame) -> dict[str, object]:
    return {
        "case": rows["case_id"],
        "promise": rows["promise"].map(words.promise),
        "tier": rows["tier"],
        "severity": rows["severity"],
        "account": rows["account"],
        "owner": rows["owner"].fillna("nobody"),
        "team": rows["team"],
    }


def _times(row: dict[Any, Any]) -> str:
    """`340 %`: how much of the target was used."""
    target = row["target_seconds"]
    if not target or formats.is_nothing(row["over_seconds"]):
        return formats.NOTHING
    return f"{100 * row['elapsed_seconds'] / target:,.0f} %"


def _kept(row: dict[Hashable, Any], zone: str) -> str:
    """When a broken promise was kept after all; never, where its case ended without that."""
    if formats.is_nothing(row["breach_left_at"]):
        return "not yet"
    return formats.stamp(row["breach_left_at"], zone) if row["is_kept"] else "never"


def reconciled_card(board: AdherenceBoard) -> None:
    """Where a source's own verdict differs from ours, and why."""
    with cards.card("reconciled"):
        cards.heading("Where a source judges otherwise", "all data of the source, every tier")
        if not board.judges:
            states.nothing("No source here tells a verdict of its own.")
            return
        for source in board.judges:
            _reconciled(board, source)


def _reconciled(board: AdherenceBoard, source: str) -> None:
    tallies, differing = answers.reconciled(source)
    for tally in tallies:
        st.markdown(formats.md_escape(_said(source, tally)))
    rows = differing[differing["compared"] == "verdict"]
    if rows.empty:
        return
    frame = pd.DataFrame(
        {
            "case": rows["case_id"],
            "promise": rows["promise"].map(words.promise),
            "ours": rows["ours"],
            "the source's": rows["vendors"],
            "why": rows["reason"],
            "ours took": [formats.clock(s) for s in rows["our_seconds"]],
            "theirs took": [formats.clock(s) for s in rows["vendor_seconds"]],
            "source": rows["source"],
        }
    )
    link = board.scope.url(via=board.scope.site.slug)
    alt = f"{len(frame)} verdicts of {words.source(source)} that differ from ours"
    tables.cases(frame, f"reconciled_{source}", alt, link, 5)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption(f"`python -m metrics reconcile --source {source}`", width="stretch")
        export.button(differing, f"reconcile-{source}", f"reconciled_{source}_csv")


def _said(source: str, tally: Tally) -> str:
    """`ServiceNow event log: 914 of 961 verdicts agree; 47 differ: calendar 13, pause 18.`"""
    why = ", ".join(f"{name} {formats.count(n)}" for name, n in tally.reasons.items())
    agree = f"{formats.count(tally.agree)} of {formats.count(tally.n)} {tally.compared}s agree"
    differ = f"; {formats.count(tally.differ)} differ: {why}" if tally.differ else ""
    return f"{words.source(source)}: {agree}{differ}."
