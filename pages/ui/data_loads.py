"""Load history with undo, and the answers that are remembered."""

import json
from typing import Any

import streamlit as st

from metrics.errors import TierlineError
from pages.ui import answers, cards, data_blocks, data_job, formats, intake, states, words
from pages.ui.intake import Manifest

SHOWN = 8  # loads on one page of the history
BADGES = {
    "counts": ":gray-badge[:material/check: counts]",
    "superseded": ":gray-badge[:material/layers: superseded]",
    "withdrawn": ":orange-badge[:material/undo: withdrawn]",
}


def history() -> None:
    """Every landed file, the newest first; each can be undone and restored."""
    try:
        found = intake.history()
    except TierlineError as error:
        st.error(formats.md_escape(error), icon=":material/error:")
        return
    if not found:
        return
    with cards.card("loads"):
        cards.heading("Load history", "an undone file counts as if it had never come")
        pages = -(-len(found) // SHOWN)
        page = st.pagination(pages, key="history_page") if pages > 1 else 1
        for manifest, state in found[(page - 1) * SHOWN : page * SHOWN]:
            _load(manifest, state)


def _load(manifest: Manifest, state: intake.State) -> None:
    zone = answers.zone() if data_blocks.is_loaded() else "UTC"
    name = formats.md_escape(manifest.file_name)
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"load_{manifest.load_id}", gap="small"
    ):
        with st.container(gap=None, width="stretch"):
            st.markdown(f"**{name}** {BADGES[state]}")
            told = [
                words.source(manifest.source),
                f"{formats.count(manifest.rows)} rows",
                f"loaded {formats.moment(manifest.landed_at, zone)}",
                *_options(manifest),
                manifest.load_id[:8],
            ]
            st.caption(" · ".join(formats.md_escape(one) for one in told))
        if state == "withdrawn":
            _button("Restore", "restore_page", manifest, intake.redo)
        elif state == "counts":
            _button("Undo", "undo", manifest, intake.undo)


def _button(label: str, icon: str, manifest: Manifest, change: Any) -> None:
    st.button(
        label,
        key=f"{label.lower()}_{manifest.load_id}",
        type="tertiary",
        icon=f":material/{icon}:",
        help=f"{label} {formats.md_escape(manifest.file_name)}: the warehouse is built again",
        on_click=data_job.start,
        args=(change, manifest.load_id, manifest.file_name),
        disabled=data_job.is_running(),
    )


def remembered() -> None:
    """Answers by source, used where the next file leaves the same thing open."""
    found = intake.remembered()
    if not found:
        return
    with cards.card("remembered"):
        cards.heading("Remembered answers", "used where the next file leaves the same thing open")
        for source, profile in found.items():
            told = ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in profile.told().items())
            with st.container(
                horizontal=True, vertical_alignment="center", key=f"profile_{source}"
            ):
                st.markdown(
                    f"**{formats.md_escape(words.source(source))}** {formats.md_escape(told)}",
                    width="stretch",
                )
                st.button(
                    "Forget",
                    key=f"forget_{source}",
                    type="tertiary",
                    icon=":material/delete:",
                    on_click=intake.forget_source,
                    args=(source,),
                )
        states.nothing("Landed files keep the answers they were read with.")


def _options(manifest: Manifest) -> list[str]:
    """`times in UTC`, `dates dmy`, `mapping support_events`."""
    options = json.loads(json.dumps(manifest.options(), default=str))
    mapping = options.get("mapping") or {}
    told = {
        "times in {}": options.get("time_zone"),
        "dates {}": options.get("date_order"),
        "mapping {}": mapping.get("source") if isinstance(mapping, dict) else None,
    }
    return [text.format(value) for text, value in told.items() if value]
