"""How parts stand beside each other; on a narrow screen they stand below each other."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.palette import INK, PALE


def row(*shares: float) -> list[DeltaGenerator]:
    """Columns of these shares, close together."""
    return st.columns(list(shares), gap=12)


def ink() -> str:
    """The colour of text in charts, where the theme's own is too pale to read on a tint."""
    return PALE if st.context.theme.type == "dark" else INK


def is_narrow() -> bool:
    """Whether a phone asks; the server knows no width."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
