"""Tables of rows: what a column is called and how it is drawn; a click on a case opens it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.formats import NOTHING
from pages.ui.sites import CASE, CASES

ROW = 31  # px of a row at our font size; a table is as tall as its rows, up to SHOWN of them
SHOWN = 8


def plain(frame: pd.DataFrame, key: str, alt: str, **columns: Any) -> None:
    """Rows as they are; text is never read as markup."""
    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        alt=alt,
        column_config=dict(columns),
        height=height(frame),
        placeholder=NOTHING,
    )


def cases(
    frame: pd.DataFrame,
    key: str,
    alt: str,
    context: Mapping[str, Sequence[str]],
    height_rows: int = SHOWN,
    **columns: Any,
) -> None:
    """Rows of cases: `case` is a button that opens it. `source` and `case` name it.

    `context` goes into the link, so that the case knows the list it came from.
    """
    opened = st.column_config.ButtonColumn(
        "case", type="tertiary", alignment="left", pinned=True, key=f"{key}_open"
    )
    st.dataframe(
        frame.drop(columns="source"),
        hide_index=True,
        key=key,
        alt=alt,
        column_config={"case": opened, **columns},
        height=height(frame, height_rows),
        placeholder=NOTHING,
    )
    click = st.session_state.get(f"{key}_open")
    if click:
        row = frame.iloc[click["row"]]
        open_case(row["source"], row["case"], context)


def linked(
    frame: pd.DataFrame,
    column: str,
    key: str,
    alt: str,
    links: Sequence[Mapping[str, Sequence[str]]],
    height_rows: int = SHOWN,
    path: str = CASES,
    **columns: Any,
) -> None:
    """Rows of which `column` is a button that opens what is behind it, by itself its cases: one
    link a row."""
    opened = st.column_config.ButtonColumn(
        column, type="tertiary", alignment="left", pinned=True, key=f"{key}_open"
    )
    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        alt=alt,
        column_config={column: opened, **columns},
        height=height(frame, height_rows),
        placeholder=NOTHING,
    )
    click = st.session_state.get(f"{key}_open")
    if click:
        st.switch_page(path, query_params=dict(links[click["row"]]))


def open_case(source: str, case_id: str, context: Mapping[str, Sequence[str]]) -> None:
    """Leave for the page of a case; it keeps the list that it was opened from."""
    link = {**context, "case_source": [str(source)], "case": [str(case_id)]}
    st.switch_page(CASE, query_params=link)


def used(label: str = "of promise used", width: int = 110) -> Any:
    """A bar of the share of the promise that is used up; late is full."""
    return st.column_config.ProgressColumn(
        label, format="%.0f %%", min_value=0, max_value=100, width=width
    )


def height(frame: pd.DataFrame, shown: int = SHOWN) -> int:
    """As tall as its rows, up to `shown` of them."""
    return ROW * (min(max(len(frame), 1), shown) + 1) + 3


def said(frame: pd.DataFrame, columns: Mapping[str, Callable[[object], str]]) -> pd.DataFrame:
    """`frame` with these columns put in words."""
    return frame.assign(**{name: frame[name].map(words) for name, words in columns.items()})
