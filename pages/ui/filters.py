"""URL <-> widgets. Every choice is in the URL; what the URL asks in vain is named."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from metrics.dimension import DIMENSIONS
from metrics.errors import did_you_mean
from pages.ui import link, scope, words
from pages.ui.formats import md_escape


def query() -> dict[str, list[str]]:
    """The URL as keys and their values."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def show(values: Mapping[str, Sequence[str]]) -> None:
    """Make the URL say exactly this; nothing is sent when it says so already."""
    if query() != {key: list(each) for key, each in values.items()}:
        st.query_params.from_dict({key: list(each) for key, each in values.items()})


def pick(label: str, key: str, options: Mapping[str, str], shown: str) -> None:
    """A select box of `?key=`; `options` maps what the URL says to what the reader sees."""
    name = f"pick_{key}"
    st.session_state[name] = shown
    st.selectbox(
        label,
        list(options),
        key=name,
        format_func=lambda option: options[option],
        on_change=lambda: put(key, st.session_state[name]),
    )


def segments(label: str, key: str, options: Mapping[str, str], shown: str) -> None:
    """A few choices of `?key=` side by side; one of them always holds."""
    name = f"pick_{key}"
    st.session_state[name] = shown
    st.segmented_control(
        label,
        list(options),
        key=name,
        required=True,
        format_func=lambda option: options[option],
        on_change=lambda: put(key, st.session_state[name]),
    )


def several(dimension: str) -> None:
    """A box of any number of values of a dimension; none chosen means all."""
    title = DIMENSIONS[dimension].title
    options = {value: word(dimension, value) for value in scope.values(dimension)}
    shown = [value for value in query().get(dimension, []) if value in options]
    many(title, dimension, options, shown, f"All {plural(title)}")


def many(
    label: str,
    key: str,
    options: Mapping[str, str],
    shown: Sequence[str],
    placeholder: str | None = None,
) -> None:
    """A box of any number of choices of `?key=`; `options` maps what the URL says to what the
    reader sees."""
    name = f"pick_{key}"
    st.session_state[name] = list(shown)
    st.multiselect(
        label,
        list(options),
        key=name,
        format_func=lambda option: options[option],
        placeholder=placeholder,
        on_change=lambda: put(key, *st.session_state[name]),
    )


def address(keys: Mapping[str, Sequence[str]]) -> str:
    """The whole address of this page with these keys, to be copied."""
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(keys, doseq=True)}"


def chosen(key: str, options: Iterable[str]) -> str | None:
    """`?key=` where it is one of `options`; otherwise None, and the reader is told."""
    asked = st.query_params.get(key)
    known = list(options)
    if asked is not None and asked not in known:
        near = did_you_mean(asked, known)
        hint = f" Did you mean {near}?" if near else ""
        note(f'{key} "{asked}" is not in this warehouse.{hint}')
    return asked if asked in known else None


def refuse_unknown(
    own: Iterable[str] = (), asked: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Name every key of the URL (or of `asked`) that neither the grammar nor this page knows."""
    for said in link.unknown(query() if asked is None else asked, own):
        note(said)


def note(text: str) -> None:
    """Something that the URL asked in vain; `notes` says it."""
    st.session_state.setdefault("_url_notes", []).append(text)


def notes() -> None:
    """Say what the URL asked in vain; said once, above the figures."""
    said = dict.fromkeys(st.session_state.pop("_url_notes", []))
    if said:
        st.warning("  \n".join(md_escape(text) for text in said), icon=":material/link_off:")


def put(key: str, *values: str | None) -> None:
    """Write a choice to the URL, or take it out."""
    kept = [value for value in values if value]
    if not kept:
        st.query_params.pop(key, None)
    elif st.query_params.get_all(key) != kept:
        st.query_params[key] = kept


def word(dimension: str, value: str) -> str:
    """A value of a dimension as a reader says it."""
    said = {"promise": words.promise, "source": words.source, "stage": words.stage}.get(dimension)
    return said(value) if said else value


def plural(title: str) -> str:
    """`tiers`, `severities`."""
    name = title.lower()
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
