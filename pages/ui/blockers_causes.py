"""Why blockers come and what helps: by stage, by who holds them up, and the remedies known."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui import (
    answers,
    cards,
    charts,
    charts_blockers,
    export,
    formats,
    marks,
    states,
    tables,
    words,
)
from pages.ui.blockers_blocks import COST, TOP
from pages.ui.board import Board
from pages.ui.export import Download

UNTOLD = {"stage": "No stage", "dependency": "No dependency"}
REMEDIES = 20  # rows: category and service, the costliest first


def stage_card(board: Board) -> None:
    """In which stage of an implementation each category costs most; a square leads to its cases."""
    with cards.card("stages"):
        cards.heading("When it strikes", "hours past promise by category and stage")
        asked = board.scope.question(COST, by=("category", "stage"))
        answer = answers.ask(asked).rename(columns={"category": "row", "stage": "column"})
        frame = answer[(answer["value"] > 0) & (answer["column"] != UNTOLD["stage"])]
        if frame.empty:
            states.nothing(
                "No source tells the stage of what ran past its promise here.",
                "Map a column of the export to stage.",
            )
            return
        rows = list(frame.groupby("row")["value"].sum().nlargest(TOP).index)
        columns = _stages(set(frame.loc[frame["row"].isin(rows), "column"]))
        unit = answers.metric(COST).unit
        chart = charts_blockers.heat(frame, rows, columns, unit, "Hours past promise", words.stage)
        links = {
            f"{row}|{stage}": (
                f"{row} · {words.stage(stage)}",
                board.scope.cases(COST, {"category": row, "stage": stage}),
            )
            for row, stage in zip(frame["row"], frame["column"], strict=True)
            if row in rows
        }
        st.caption(_coverage(answer, frame))
        download = Download(lambda: answers.ask(asked), "hours-by-category-and-stage", asked)
        marks.clickable(chart, "stage_click", "Cases of a square", links, download)


def dependency_card(board: Board) -> None:
    """Whether we or somebody else held cases up, in hours and in cases opened."""
    with cards.card("dependency"):
        cards.heading("Who holds it up", "hours past promise, and cases opened")
        asked = board.scope.question(COST, by=("dependency",))
        hours = answers.ask(asked).rename(columns={"dependency": "name"})
        opened = board.by("cases_opened", "dependency").set_index("dependency")["value"]
        told = [name for name in opened.index if name != UNTOLD["dependency"]]
        if not told:
            states.nothing(
                "No source tells who held these cases up.",
                "Map a column of the export to dependency (internal or external).",
            )
            return
        unit = answers.metric(COST).unit
        late = hours.set_index("name")["value"].reindex(told).fillna(0.0)
        frame = late.sort_values(ascending=False).rename_axis("name").reset_index()
        said = [
            f"{formats.in_unit(value, unit)} · {formats.counted(opened[name], 'case')}"
            for name, value in zip(frame["name"], frame["value"], strict=True)
        ]
        chart = charts.bars(frame, unit, "Hours past promise by who held it up", said=said)
        links = {
            name: (f"Opened, {name}", board.scope.cases("cases_opened", {"dependency": name}))
            for name in frame["name"]
        }
        st.caption(f"Of {formats.counted(opened.sum(), 'case')} opened, {_untold(opened)} say.")
        download = Download(lambda: answers.ask(asked), "hours-by-dependency", asked)
        marks.clickable(chart, "dependency_click", "Cases by who held them up", links, download)


def remedies_card(board: Board) -> None:
    """What is known to help with what costs most: playbooks, and the last workaround told."""
    with cards.card("remedies"):
        cards.heading("What is known to help", "playbooks of the service, and the last workaround")
        books, found = answers.listed("playbooks"), answers.listed("workarounds")
        if books.empty and found.empty:
            states.nothing(
                "No source tells of playbooks or workarounds.",
                "Load a table of playbooks, or map an activity to workaround_applied.",
            )
            return
        frame = _remedies(board, books, found)
        if frame.empty:
            states.nothing("No promise ran past its target in this period.")
            return
        links = [
            board.scope.cases(COST, {"category": row["category"], "system": row["service"]})
            for row in frame.to_dict("records")
        ]
        alt = f"{len(frame)} categories and services with what is known to help"
        tables.linked(frame, "category", "remedy_rows", alt, links)
        said = "Whether it helped is not known: what followed an event need not come from it."
        export.foot(Download(frame, "remedies"), "remedies", said)


def _remedies(board: Board, books: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """category, service, hours late, playbook, reviewed, last workaround; the costliest first."""
    cost = board.by(COST, "category", "system")
    cost = cost[cost["value"] > 0].nlargest(REMEDIES, "value")
    pairs = list(zip(cost["category"], cost["system"], strict=True))
    unit = answers.metric(COST).unit
    return pd.DataFrame(
        {
            "category": cost["category"],
            "service": cost["system"],
            "hours late": [formats.in_unit(value, unit) for value in cost["value"]],
            "playbook": [_playbook(_of(books, pair)) for pair in pairs],
            "reviewed": [_reviewed(_of(books, pair)) for pair in pairs],
            "last workaround": [_workaround(_of(found, pair), board.scope.zone) for pair in pairs],
        }
    ).reset_index(drop=True)


def _of(frame: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    return frame[(frame["category"] == pair[0]) & (frame["system"] == pair[1])]


def _playbook(rows: pd.DataFrame) -> str:
    names = list(rows["playbook"].dropna())
    return ", ".join(names) if names else formats.NOTHING if rows.empty else "none yet"


def _reviewed(rows: pd.DataFrame) -> str:
    last = rows["reviewed_at"].max() if len(rows) else None
    return formats.NOTHING if formats.is_nothing(last) else f"{last:%-d %b %Y}"


def _workaround(rows: pd.DataFrame, zone: str) -> str:
    """`T-104752, 28 Oct`; and that it ran out."""
    if rows.empty:
        return formats.NOTHING
    row = rows.iloc[0]
    day = f"{formats.local(row['told_at'], zone):%-d %b %Y}"
    return f"{row['case_id']}, {day}" + (", expired" if row["is_expired"] else "")


def _stages(there: set[str]) -> list[str]:
    """In the order of an implementation; names of other stages after them."""
    known = [stage for stage in words.STAGES if stage in there]
    return known + sorted(there - {*known})


def _coverage(answer: pd.DataFrame, told: pd.DataFrame) -> str:
    """How much of the hours belongs to cases whose stage is told."""
    share = told["value"].sum() / answer["value"].sum()
    return f"{formats.percent(share)} of all hours: of cases whose stage is told."


def _untold(opened: Sequence[float] | pd.Series) -> str:
    told = pd.Series(opened).drop(UNTOLD["dependency"], errors="ignore").sum()
    return formats.count(told)
