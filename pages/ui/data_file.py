"""A look at one dropped file: what it is taken for, its questions, its first rows as read."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from metrics.errors import TierlineError
from pages.ui import cards, data_questions, formats, intake, tables
from pages.ui.intake import Options, Preview, Upload

TITLES = {"cases": "Cases", "case_events": "What happened", "accounts": "Accounts"}
WORKBOOKS = (".xlsx", ".xls", ".ods")
ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


@dataclass(frozen=True)
class Look:
    """One dropped file: whether it can be used at all, and how to read it once nothing is open."""

    upload: Upload
    is_usable: bool
    options: Options | None = None


def show(upload: Upload, beside: list[Upload]) -> Look:
    """The card of one file."""
    with cards.card(f"file_{upload.file_id}"):
        said = Options(
            source=st.session_state.get(_key("source", upload)),
            sheet=st.session_state.get(_key("sheet", upload)) or None,
        )
        try:
            with st.spinner(f"Reading {formats.md_escape(upload.name)}"):
                first = _looked(upload, beside, said)
        except TierlineError as error:
            _refused(upload, error)
            return Look(upload, False)
        _recognised(upload, first)
        options, is_open = _answered(upload, beside, said, first)
        try:
            shown = _looked(upload, beside, options)
        except TierlineError as error:
            st.error(formats.md_escape(error))
            return Look(upload, True)
        _rows(shown)
        _tables(upload, shown)
    return Look(upload, True, None if is_open else options)


def _answered(
    upload: Upload, beside: list[Upload], said: Options, first: Preview
) -> tuple[Options, bool]:
    """How to read the file by the answers so far, and whether a question is still open.

    The order of day and month is asked first: what a zone makes of a time depends on it.
    """
    topics = [question.topic for question in first.questions]
    spots = dict(zip(topics, data_questions.spots(len(topics)), strict=True))
    options = said
    for topic in topics:
        latest = first
        with suppress(TierlineError):
            latest = _looked(upload, beside, options)
        question = next((one for one in latest.questions if one.topic == topic), None)
        if question is not None:
            with spots[topic]:
                told: Any = {topic: data_questions.ask(question, upload.file_id)}
                options = replace(options, **told)
    needed = [question.topic for question in first.questions if not question.is_optional]
    return options, any(getattr(options, topic) is None for topic in needed)


def _looked(upload: Upload, beside: list[Upload], options: Options) -> Preview:
    """Kept for the session: every click reruns the page, and a large file takes seconds."""
    kept: dict[Any, Preview] = st.session_state.setdefault("_looks", {})
    known = {source: profile.told() for source, profile in intake.remembered().items()}
    key = (upload.file_id, *(one.file_id for one in beside), str(options), str(known))
    if key not in kept:
        kept[key] = intake.look(upload, beside, options)
    return kept[key]


def _refused(upload: Upload, error: TierlineError) -> None:
    st.markdown(f"**{formats.md_escape(upload.name)}** :red-badge[:material/block: cannot be used]")
    st.text(str(error))
    _overrule(upload, None)


def _recognised(upload: Upload, found: Preview) -> None:
    sure = next((one for one in found.guesses if one.source == found.reader), None)
    badge = f":blue-badge[{formats.md_escape(found.title)}]"
    if sure is not None and found.why == sure.why:
        badge += f" :gray-badge[{_certainty(sure.confidence)}]"
    with st.container(horizontal=True, vertical_alignment="center", key=_key("head", upload)):
        st.markdown(f"**{formats.md_escape(upload.name)}** {badge}")
        _overrule(upload, found)
    st.caption(f"Because {formats.md_escape(found.why)}.")


def _certainty(confidence: float) -> str:
    if confidence >= 0.95:
        return "certain"
    return "sure" if confidence >= 0.8 else "likely"


def _overrule(upload: Upload, found: Preview | None) -> None:
    """Another source for this file; the ones that could read it come first."""
    titles = intake.source_titles()
    guessed = [one.source for one in found.guesses] if found else []
    names = [*guessed, *(name for name in titles if name not in guessed)]
    with st.popover("Read it as something else", type="tertiary", key=_key("other", upload)):
        st.selectbox(
            "This file is",
            names,
            index=None,
            format_func=lambda name: titles.get(name, name),
            key=_key("source", upload),
            placeholder=found.title if found else "Choose what it is",
        )
        if upload.name.lower().endswith(WORKBOOKS):
            st.text_input(
                "Sheet", key=_key("sheet", upload), placeholder="the first that has a header"
            )


def _rows(found: Preview) -> None:
    """How many rows can be used, under which assumptions, and what is left out."""
    told = [f"**{found.kept:,}** of {found.rows:,} rows can be used", found.encoding]
    still_open = {question.topic for question in found.questions}
    zone, order = formats.md_escape(found.time_zone), ORDERS.get(found.date_order or "", "")
    if found.time_zone:
        told.append(f"for now as if in {zone}" if "time_zone" in still_open else f"times in {zone}")
    if order:
        told.append(f"for now {order}" if "date_order" in still_open else order)
    st.markdown(":small[" + " · ".join(told) + "]")
    for topic, value in found.recalled.items():
        what = formats.md_escape(f"{topic.replace('_', ' ')} {value}")
        st.caption(f":material/history: {what}, as remembered for this source")
    for rule, many in found.set_aside.items():
        st.caption(f":material/rule: {many:,} set aside: {formats.md_escape(rule)}")
    for caution in found.cautions:
        st.warning(formats.md_escape(caution), icon=":material/content_cut:")


def _tables(upload: Upload, found: Preview) -> None:
    """The first rows as they will be read."""
    if not found.tables:
        return
    names = list(found.tables)
    titles = [TITLES.get(name, name.replace("_", " ").capitalize()) for name in names]
    for tab, title, name in zip(st.tabs(titles), titles, names, strict=True):
        with tab:
            frame = pd.DataFrame(found.tables[name]).dropna(axis="columns", how="all")
            frame = frame.drop(columns="row_number", errors="ignore")
            alt = f"The first {len(frame)} rows of {title} in {upload.name} as they will be read"
            tables.plain(frame, _key(name, upload), alt, **_columns(frame))


def _columns(frame: pd.DataFrame) -> Mapping[str, Any]:
    """Instants are UTC, and say so."""
    times = [one for one in frame.columns if pd.api.types.is_datetime64_any_dtype(frame[one])]
    return {
        name: st.column_config.DatetimeColumn(f"{name} (UTC)", format="YYYY-MM-DD HH:mm:ss")
        for name in times
    }


def _key(what: str, upload: Upload) -> str:
    return f"{what}_{upload.file_id}"
