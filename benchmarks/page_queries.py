"""Every query of the weekly page, taken from the page itself, then timed one by one.

The page runs in Streamlit's own test runner; what it asks its warehouse is noted and asked
again on a fresh cursor, so the list can never fall behind the page.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from benchmarks.child import ready
from benchmarks.timing import Work, timed
from metrics.warehouse.connection import open_warehouse
from pages.ui import served

APP = Path(__file__).resolve().parent.parent / "app.py"


def page_queries(home: str) -> list[dict[str, Any]]:
    """One row per query of the page, slowest first: its name and what `timed` says."""
    asked = _asked()
    ready()
    with open_warehouse(Path(home)) as warehouse:
        rows = [{"name": name} | timed(warehouse, work) for name, work in asked]
    return sorted(rows, key=lambda row: -row["median_ms"])


def _asked() -> list[tuple[str, Work]]:
    """What the page asks when it is opened, in order; TIERLINE_HOME says which warehouse."""
    set_log_level("ERROR")  # it warns that no server runs
    asked: list[tuple[str, Work]] = []
    through = served.with_cursor

    def noted(folder: str, version: str, work: Work) -> Any:
        asked.append((_name(work), work))
        return through(folder, version, work)

    served.with_cursor = noted
    try:
        page = AppTest.from_file(str(APP), default_timeout=600).run()
    finally:
        served.with_cursor = through
    if page.exception or not any("sla_adherence" in _name(work) for _, work in asked):
        raise SystemExit("the weekly page did not run to its end; its message is above")
    return asked


def _name(work: Work) -> str:
    """What a query is about, from the question or the name of the read that it carries."""
    cells = zip(work.__code__.co_freevars, work.__closure__ or (), strict=True)
    held = {name: cell.cell_contents for name, cell in cells}
    question = held.get("question")
    if question is None:
        return f"read {held.get('wanted', '?')}"
    parts = [
        question.metric,
        f"by {', '.join(question.by)}" if question.by else "",
        _length(question.start, question.end),
    ]
    where = [f"{key} {'/'.join(values)}" for key, values in question.where]
    return " ".join(part for part in [*parts, *where] if part)


def _length(start: datetime | None, end: datetime | None) -> str:
    if start is None or end is None:
        return "open at one end"
    return f"{(end - start).days // 7} weeks"
