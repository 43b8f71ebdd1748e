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
        where from_at < $end
        group by system
    ) as newest
        on newest.system = days.system
        and newest.from_at = days.from_at
    where days.allowed_ppm is not null
    group by days.system
    order by days.system
"""


def budgets(cursor: duckdb.DuckDBPyConnection, quarter: str | None = None) -> pd.DataFrame:
    """One row per service that policy gives an objective, the least budget left first.

    `quarter` is like 2026-Q4; by itself the one that holds the as-of instant. Columns: system,
    objective (its newest of the quarter), allowed_hours (of the whole quarter: days to come are
    taken as days without maintenance), used_hours, left_hours (negative: overdrawn), burn (used
    / allowed so far; null where nothing is allowed), n (days), state (OVERDRAWN, FAST, WITHIN).
    Raises `QuestionError` for a quarter without data.
    """
    start, end, as_of = _quarter(cursor, quarter)
    promised = tables.frame(cursor.execute(_PROMISED, {"end": end}))
    ahead = max(0.0, (end - max(start, as_of)).total_seconds())
    figures = {
        name: _by_system(cursor, name, start, end)
        for name in ("downtime", "downtime_budget_allowed", "downtime_budget_burn")
    }
    rows = [_row(row, ahead, figures) for row in promised.to_dict("records")]
    found = pd.DataFrame([row for row in rows if row["n"]], columns=list(COLUMNS))
    return found.sort_values(["left_hours", "system"]).reset_index(drop=True)


COLUMNS = (
    "system", "objective", "allowed_hours", "used_hours", "left_hours", "burn", "n", "state",
)  # fmt: skip


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
    return dict(zip(COLUMNS, values, strict=True))


def _by_system(
    cursor: duckdb.DuckDBPyConnection, name: str, start: datetime, end: datetime
) -> dict[str, Any]:
    """Value and n of a metric by service."""
    asked = Question(metric=name, start=start, end=end, by=("system",))
    found = run(cursor, catalog().metric(name), asked)
    return {row["system"]: (row["value"], row["n"]) for row in found.to_dict("records")}


def _quarter(
    cursor: duckdb.DuckDBPyConnection, name: str | None
) -> tuple[datetime, datetime, datetime]:
    """Start and end of the quarter, and the as-of instant."""
    known = {row[0]: row[1:] for row in cursor.execute(_QUARTERS).fetchall()}
    if not known:
        raise QuestionError("no quarter has data yet", next_step="Load exports first.")
    if name is not None and name not in known:
        span = f"Quarters with data: {list(known)[-1]} to {next(iter(known))}."
        raise QuestionError(f'there is no quarter "{name}"', "--quarter", None, span)
    start, end, as_of = known[name or next(iter(known))]
    return start, end, as_of
