"""A load, an undo or a restore: how far it is, and what came of it."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.ui import answers, cards, export, formats, intake, states, tables, words
from pages.ui.intake import Job

TICK_SECONDS = 0.5  # the bar moves without hurry; a tick asks the server for one small state


def start(begin: Callable[..., Job], *arguments: object) -> None:
    """Begin a job and follow it from the top of the page; for the callback of a button."""
    st.session_state["_job"] = begin(*arguments)


def is_running() -> bool:
    """Whether this server is changing what is loaded."""
    job = intake.job()
    return job is not None and not job.is_done


def show() -> None:
    """The job that runs, whoever started it, or what came of the one that this reader saw."""
    job = intake.job()
    if job is not None and not job.is_done:
        st.session_state["_job"] = job
        with cards.card("job"):
            _progress(job)
    elif st.session_state.get("_job") is not None:
        _outcome(st.session_state["_job"])
    elif intake.is_busy():
        st.info("Another process is loading or building here; a load of yours would wait for it.")


@st.fragment(run_every=TICK_SECONDS)
def _progress(job: Job) -> None:
    if job.is_done:
        st.rerun()
    step = "waiting for another load or build to end" if job.is_waiting else job.step
    text = formats.md_escape(f"{job.title}: {step}")
    st.progress(min(job.share, 1.0), text=text)


def _outcome(job: Job) -> None:
    with cards.card("outcome"):
        with st.container(horizontal=True, vertical_alignment="center", key="outcome_head"):
            cards.heading(job.title, "done" if job.error is None else "not done")
            st.space("stretch")
            st.button(
                "Close",
                key="close_outcome",
                type="tertiary",
                icon=":material/close:",
                on_click=_close,
            )
        if job.error is not None:
            st.error(formats.md_escape(job.error), icon=":material/error:")
        for name, error in job.batch.failed:
            st.error(f"**{formats.md_escape(name)}** was not loaded.", icon=":material/block:")
            st.text(str(error))
        _files(job)
        if job.changes is not None:
            _counts(job)
            _late(job)
            _left_out(job)


def _close() -> None:
    st.session_state["_job"] = None


def _files(job: Job) -> None:
    for landed in job.batch.landed:
        manifest = landed.manifest
        name = formats.md_escape(manifest.file_name)
        aside = sum(landed.set_aside.values())
        if not landed.is_new:
            st.markdown(f":material/check: **{name}** was loaded before; nothing changed.")
            continue
        kept = formats.count(manifest.rows + manifest.rejects - aside)
        said = f":material/check_circle: **{name}**: {kept} rows as {words.source(manifest.source)}"
        said += f", {formats.count(aside)} set aside" if aside else ""
        for topic, value in landed.learned.items():
            said += f"; {topic.replace('_', ' ')} {formats.md_escape(value)} is remembered"
        st.markdown(said + ".")


def _counts(job: Job) -> None:
    found = job.changes
    if found is None:
        return
    shown = (
        ("Cases", found.cases, found.more_cases),
        ("Events", found.events, found.more_events),
        ("Rows set aside", found.set_aside, found.more_set_aside),
    )
    with st.grid(3, min_column_width=cards.TILE, gap=12):
        for title, value, more in shown:
            delta = "no change" if more == 0 else f"{more:+,}".replace("-", "−")
            st.metric(
                title, formats.count(value), delta=delta, delta_color="off", delta_arrow="off"
            )


def _late(job: Job) -> None:
    """Cases that change what a closed week says."""
    late = job.changes.late if job.changes else pd.DataFrame()
    if late.empty:
        states.nothing("No closed week changes.")
        return
    weeks = f"{late['first_week'].min()} to {late['last_week'].max()}"
    many = f"{formats.count(len(late))} {'case changes' if len(late) == 1 else 'cases change'}"
    st.warning(f"{many} closed weeks ({weeks}).", icon=":material/history:")
    with st.expander("Which cases", icon=":material/list:"):
        shown = late.assign(is_new=late["is_new"].map({True: "new", False: "counts otherwise"}))
        shown = shown.rename(
            columns={"case_id": "case", "is_new": "how", "first_week": "from", "last_week": "to"}
        )
        tables.plain(shown, "late_rows", f"{len(late)} cases that change closed weeks")
        export.button(late, "late-arrivals", "late_csv")


def _left_out(job: Job) -> None:
    """Rows of these files that were set aside, by rule, and words that nobody has mapped."""
    loads = {landed.manifest.load_id for landed in job.batch.landed}
    sources = {landed.manifest.source for landed in job.batch.landed}
    if not loads or answers.version() is None:
        return
    rejected, unmapped = answers.read("rejected"), answers.read("unmapped")
    rejected = rejected[rejected["load_id"].isin(loads)]
    for rule, many in rejected.groupby("rule").size().items():
        st.caption(f":material/rule: {formats.count(many)} set aside: {formats.md_escape(rule)}")
    if not rejected.empty:
        export.button(rejected, "set-aside", "outcome_rejected_csv")
    for row in unmapped[unmapped["source"].isin(sources)].to_dict("records"):
        what = formats.md_escape(f'{row["column_name"]} "{row["value"]}"')
        cases = formats.counted(row["cases"], "case")
        st.caption(f":material/translate: {what} not mapped: {cases} ({row['treated']})")
