"""How parts stand beside each other; on a narrow screen they stand below each other."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def row(*shares: float) -> list[DeltaGenerator]:
    """Columns of these shares, close together."""
    return st.columns(list(shares), gap=12)
