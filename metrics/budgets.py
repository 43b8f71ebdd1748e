"""The downtime budget of each service in a quarter: allowed, used, left, and how fast it burns."""

from datetime import datetime
from typing import Any

import duckdb
import pandas as pd

from metrics.catalog import catalog
from metrics.errors import QuestionError
from metrics.query import Question, run
from metrics.warehouse import tables

OVERDRAWN, FAST, WITHIN = "overdrawn", "burning too fast", "within budget"
_QUARTERS = """
    select dim_periods.period, dim_periods.start_at, dim_periods.end_at, meta.as_of
    from dim_periods
    cross join meta
    where dim_periods.grain = 'quarter'
        and dim_periods.start_at <= meta.as_of
    order by dim_periods.start_at desc
"""
_PROMISED = """
    select
        days.system,
        max(days.objective) as objective,
        max(days.allowed_ppm) as allowed_ppm,
    from fct_service_days as days
    join (
        select system, max(from_at) as from_at
        from fct_service_days
        where from_at < $until
        group by system
    ) as newest
        on newest.system = days.system
        and newest.from_at = days.from_at
    where days.allowed_ppm is not null
    group by days.system
    order by days.system
"""


def budgets(
    cursor: duckdb.DuckDBPyConnection, quarter: str | None = None, until: datetime | None = None
) -> pd.DataFrame:
    """One row per service that policy gives an objective, the least budget left first.

    As it stood at `until` (naive UTC, not included; by itself the as-of instant) in `quarter`, like
    2026-Q4 (by itself the one that it then was). Columns: quarter, system, objective (its newest
    until then), allowed_hours (of the whole quarter: days to come are taken as days without
    maintenance), used_hours, left_hours (negative: overdrawn), burn (used / allowed so far; null
    where nothing is allowed), n (days), state (OVERDRAWN, FAST, WITHIN). No row for an instant
    before all data; raises `QuestionError` for a quarter that has none until then.
    """
    if quarter is None and not _quarters(cursor, until):
        return pd.DataFrame(columns=list(COLUMNS))
    name, start, end, as_of = _quarter(cursor, quarter, until)
    known = min(end, until or end)
    promised = tables.frame(cursor.execute(_PROMISED, {"until": known}))
    ahead = max(0.0, (end - max(start, min(as_of, known))).total_seconds())
    figures = {
        metric: _by_system(cursor, metric, start, known)
        for metric in ("downtime", "downtime_budget_allowed", "downtime_budget_burn")
    }
    rows = [{"quarter": name} | _row(row, ahead, figures) for row in promised.to_dict("records")]
    found = pd.DataFrame([row for row in rows if row["n"]], columns=list(COLUMNS))
    return found.sort_values(["left_hours", "system"]).reset_index(drop=True)


FIGURES = (
    "system", "objective", "allowed_hours", "used_hours", "left_hours", "burn", "n", "state",
)  # fmt: skip
COLUMNS = ("quarter", *FIGURES)


def _row(
    promised: dict[Any, Any], ahead: float, figures: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    system = promised["system"]
    found = {name: by_system.get(system) for name, by_system in figures.items()}
    so_far, days = found["downtime_budget_allowed"] or (0.0, 0)
    used, _ = found["downtime"] or (0.0, 0)
    burn, _ = found["downtime_budget_burn"] or (None, 0)
    allowed = so_far + ahead * promised["allowed_ppm"] / 3.6e9
    state = OVERDRAWN if used > allowed else FAST if burn is not None and burn > 1 else WITHIN
    values = (system, promised["objective"], allowed, used, allowed - used, burn, days, state)
    return dict(zip(FIGURES, values, strict=True))


def _by_system(
    cursor: duckdb.DuckDBPyConnection, name: str, start: datetime, end: datetime
) -> dict[str, Any]:
    """Value and n of a metric by service."""
    asked = Question(metric=name, start=start, end=end, by=("system",))
    found = run(cursor, catalog().metric(name), asked)
    return {row["system"]: (row["value"], row["n"]) for row in found.to_dict("records")}


def _quarters(
    cursor: duckdb.DuckDBPyConnection, until: datetime | None
) -> dict[str, tuple[datetime, datetime, datetime]]:
    """Start, end and as-of instant of those that began before `until`, the newest first."""
    every = cursor.execute(_QUARTERS).fetchall()
    return {row[0]: row[1:] for row in every if until is None or row[1] < until}


def _quarter(
    cursor: duckdb.DuckDBPyConnection, name: str | None, until: datetime | None
) -> tuple[str, datetime, datetime, datetime]:
    """Name, start and end of the quarter, and the as-of instant."""
    known = _quarters(cursor, until)
    if not known:
        raise QuestionError("no quarter has data yet", next_step="Load exports first.")
    if name is not None and name not in known:
        span = f"Quarters with data: {list(known)[-1]} to {next(iter(known))}."
        raise QuestionError(f'there is no quarter "{name}"', "--quarter", None, span)
    chosen = name or next(iter(known))
    start, end, as_of = known[chosen]
    return chosen, start, end, as_of
