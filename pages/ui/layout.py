"""How parts stand beside each other; on a narrow screen they stand below each other."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def row(*shares: float) -> list[DeltaGenerator]:
    """Columns of these shares, close together."""
    return st.columns(list(shares), gap=12)


def is_dark() -> bool:
    """Whether the reader's theme is the dark one."""
    return st.context.theme.type == "dark"


def is_narrow() -> bool:
    """Whether a phone asks; the server knows no width."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
