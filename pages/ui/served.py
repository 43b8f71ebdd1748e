"""Which warehouse a page asks, and a cursor of it.

One version serves a whole run of a page: `settle()` reads the pointer, everything else asks that
version.
"""

import logging
import os
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

import streamlit as st
from duckdb import DuckDBPyConnection

from metrics.errors import TierlineError, WarehouseError
from metrics.warehouse.connection import Warehouse, current, open_warehouse

log = logging.getLogger(__name__)
T = TypeVar("T")
_LATER: ContextVar[str | None] = ContextVar("_LATER", default=None)
VERSIONS = 2  # the one that serves and the one that a running page may still ask


def home() -> Path:
    """The folder of landing files and warehouses: TIERLINE_HOME, else data/."""
    return Path(os.environ.get("TIERLINE_HOME", "data"))


def pointer() -> str | None:
    """The version that serves now, read from disk."""
    return current(home())


def settle() -> str | None:
    """The version that this run of the page shows from here on; None without a warehouse."""
    st.session_state["_version"] = pointer()
    return version()


def version() -> str | None:
    """The version that the page shows."""
    return _LATER.get() or st.session_state.get("_version")


def later(work: Callable[[], T]) -> Callable[[], T]:
    """`work` as it can be done when the run is over, on the version that the page shows: what is
    made on a click is made by the server, which knows no reader."""
    name = version()

    def done() -> T:
        token = _LATER.set(name)
        try:
            return work()
        finally:
            _LATER.reset(token)

    return done


def shown() -> tuple[str, str]:
    """Home and version, which every cache has in its key."""
    return str(home()), str(version())


@st.cache_resource(max_entries=VERSIONS, show_spinner=False)
def _warehouse(folder: str, name: str) -> Warehouse:
    return open_warehouse(Path(folder), name)


def with_cursor(folder: str, name: str, work: Callable[[DuckDBPyConnection], T]) -> T:
    """`work` on a cursor of its own; a warehouse that cannot answer is said in words."""
    try:
        with _warehouse(folder, name).cursor() as cursor:
            return work(cursor)
    except TierlineError:
        raise
    except Exception as error:
        log.exception("warehouse %s could not answer", name)
        raise WarehouseError(
            f"the warehouse {name} could not answer ({type(error).__name__})",
            where=folder,
            next_step="Rebuild it with: python -m loaders build",
        ) from error
