"""Taking what is shown as CSV, made on the click; a cell never becomes a formula."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(frame: pd.DataFrame) -> str:
    """RFC 4180 CSV; text that a spreadsheet would run as a formula gets a leading apostrophe."""
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_safe, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\r\n")


def button(frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str, key: str) -> None:
    """A quiet button that makes the CSV when it is clicked."""
    st.download_button(
        "CSV",
        data=partial(_made, frame),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        help=f"These rows as {name}.csv",
    )


def _made(frame: pd.DataFrame | Callable[[], pd.DataFrame]) -> str:
    return csv_text(frame() if callable(frame) else frame)


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
