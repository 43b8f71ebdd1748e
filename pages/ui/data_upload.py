"""Dropping exports: what each file is taken for, what it leaves open, and the button that loads."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from metrics.errors import TierlineError
from pages.ui import answers, cards, data_file, data_job, formats, intake
from pages.ui.intake import Options, Upload
from pages.ui.states import LOAD


def drop() -> None:
    """The place to drop files, and a look at each; with nothing loaded, the sample as well."""
    if answers.version() is None:
        _first_run()
    with cards.card("drop"):
        cards.heading("Load exports", "each file is recognised by what it holds, not by its name")
        given = st.file_uploader(
            "Drop ticket or incident exports here",
            accept_multiple_files=True,
            key=f"files_{st.session_state.get('_turn', 0)}",
            help="A mapping (export.mapping.yaml) may be dropped with the file that it explains.",
        )
        uploads = [file for one in given for file in _members(one)]
    exports = [one for one in uploads if not intake.is_mapping(one.name)]
    beside = [one for one in uploads if intake.is_mapping(one.name)]
    if exports:
        _load(exports, beside)


def _members(given: UploadedFile) -> list[Upload]:
    """What was dropped; an archive is unpacked once and kept as long as it lies there."""
    kept: dict[str, list[Upload]] = st.session_state.setdefault("_members", {})
    if given.file_id not in kept:
        try:
            upload = Upload(given.file_id, given.name, given.getvalue())
            kept[given.file_id] = intake.members(upload)
        except TierlineError as error:
            st.error(formats.md_escape(error), icon=":material/folder_zip:")
            return []
    return kept[given.file_id]


def _first_run() -> None:
    with st.container(border=True, key="state_panel"):
        st.subheader("Nothing is loaded yet", anchor=False)
        st.markdown(
            "Tierline shows figures from your own ticket and incident exports. Drop some below, "
            "or look around first with the exports of an invented vendor."
        )
        st.button(
            "Load the sample",
            type="primary",
            icon=":material/science:",
            key="sample",
            disabled=data_job.is_running(),
            on_click=data_job.start,
            args=(intake.load_sample,),
        )
        st.caption("The same from a terminal:")
        st.code(LOAD, language="bash")
        st.caption(f"Looking in {formats.md_escape(answers.home().resolve())} (TIERLINE_HOME).")


def _load(exports: list[Upload], beside: list[Upload]) -> None:
    looks = [data_file.show(one, beside) for one in exports]
    usable = [look for look in looks if look.is_usable]
    ready = [look for look in usable if look.options is not None]
    still_open = len(usable) - len(ready)
    if not usable:
        return
    is_running = data_job.is_running()
    chosen = [(look.upload, look.options) for look in ready if look.options is not None]
    with st.container(horizontal=True, vertical_alignment="center", key="load_bar"):
        st.button(
            "Load this file" if len(usable) == 1 else f"Load {len(usable)} files",
            type="primary",
            icon=":material/database_upload:",
            disabled=bool(still_open) or is_running,
            key="load",
            on_click=_start,
            args=(chosen, beside),
        )
        if still_open:
            st.caption("Answer what is open above; until then nothing is loaded.")
        elif is_running:
            st.caption("Another load is running; this one can start when it is done.")


def _start(chosen: list[tuple[Upload, Options]], beside: list[Upload]) -> None:
    """Begin to load; a new uploader takes the place of the one with these files."""
    st.session_state["_turn"] = st.session_state.get("_turn", 0) + 1
    st.session_state["_members"] = {}
    st.session_state["_looks"] = {}
    data_job.start(intake.load, chosen, beside)
