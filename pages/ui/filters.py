"""URL <-> what is shown. Every choice is in the URL; what the URL asks in vain is named."""

from collections.abc import Iterable, Mapping

import streamlit as st

from metrics.errors import did_you_mean
from pages.ui.formats import md_escape

ALL = "all"


def pick(
    label: str, key: str, options: Mapping[str, str], default: str, *, optional: bool = False
) -> str | None:
    """A select box bound to `?key=`; `options` maps what the URL says to what the reader sees.

    The choice is written to the URL at once, so that a copied link shows exactly this.
    `optional` offers no choice (None), which is written as no key at all.
    """
    asked = st.query_params.get(key)
    value = asked if asked in options else default
    if asked is not None and asked not in options:
        _note(label, asked, options, value)
    st.session_state[f"pick_{key}"] = value
    st.selectbox(
        label,
        list(options),
        key=f"pick_{key}",
        format_func=lambda option: options[option],
        on_change=_write,
        args=(key, default if optional else None),
    )
    _set(key, value, default if optional else None)
    return None if optional and value == default else value


def chosen(key: str, options: Iterable[str]) -> str | None:
    """`?key=` where it is one of `options`; otherwise None, and the reader is told."""
    asked = st.query_params.get(key)
    known = list(options)
    if asked is not None and asked not in known:
        _note(key, asked, {option: option for option in known}, None)
    return asked if asked in known else None


def refuse_unknown(known: Iterable[str]) -> None:
    """Name every key of the URL that is no filter of this page."""
    for key in st.query_params:
        if key not in set(known):
            near = did_you_mean(key, known)
            hint = f" Did you mean {near}?" if near else ""
            _notes().append(f'There is no filter "{key}" here; it was left out.{hint}')


def notes() -> None:
    """Say what the URL asked in vain; said once, above the figures."""
    for note in dict.fromkeys(_notes()):
        st.warning(md_escape(note), icon=":material/link_off:")
    st.session_state["_url_notes"] = []


def put(key: str, value: str | None) -> None:
    """Write a choice to the URL, or take it out."""
    _set(key, value, None)


def _notes() -> list[str]:
    return st.session_state.setdefault("_url_notes", [])


def _note(label: str, asked: str, options: Mapping[str, str], shown: str | None) -> None:
    near = did_you_mean(asked, options)
    hint = f" Did you mean {near}?" if near else ""
    instead = f" Showing {options[shown]}." if shown is not None else ""
    _notes().append(f'{label} "{asked}" is not in this warehouse.{hint}{instead}')


def _write(key: str, default: str | None) -> None:
    _set(key, st.session_state[f"pick_{key}"], default)


def _set(key: str, value: str | None, default: str | None) -> None:
    if value is None or value == default:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != value:
        st.query_params[key] = value
