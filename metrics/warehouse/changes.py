"""What a new warehouse holds that the one before did not: counts, and late arrivals."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.errors import WarehouseError
from metrics.warehouse.connection import Warehouse, open_warehouse
from metrics.warehouse.late import COLUMNS, late_arrivals

Counts = tuple[int, int, int]
_COUNTS = (
    "select (select count(*) from fct_cases), (select coalesce(sum(events), 0) from sources),"
    " (select count(*) from rejected_rows)"
)


@dataclass(frozen=True)
class Changes:
    """Counts of the new warehouse, how many more than before, and who changes closed weeks."""

    cases: int
    events: int
    set_aside: int
    more_cases: int
    more_events: int
    more_set_aside: int
    late: pd.DataFrame


def changes(home: Path, before: str | None, now: str) -> Changes:
    """What version `now` holds against version `before`, which may be none or be gone."""
    with open_warehouse(home, now) as newer:
        with newer.cursor() as cursor:
            has = _counted(cursor)
        older = _opened(home, before)
        if older is None:
            return _changes(has, (0, 0, 0))
        with older:
            with older.cursor() as cursor:
                had = _counted(cursor)
            return _changes(has, had, late_arrivals(older, newer))


def _changes(has: Counts, had: Counts, late: pd.DataFrame | None = None) -> Changes:
    found = pd.DataFrame(columns=list(COLUMNS)) if late is None else late
    return Changes(*has, has[0] - had[0], has[1] - had[1], has[2] - had[2], found)


def _opened(home: Path, version: str | None) -> Warehouse | None:
    try:
        return open_warehouse(home, version) if version else None
    except WarehouseError:
        return None


def _counted(cursor: DuckDBPyConnection) -> Counts:
    cases, events, set_aside = cursor.execute(_COUNTS).fetchall()[0]
    return cases, events, set_aside
