"""Promises still running at an instant: what is left of each, and the chance that it is breached.

The clocks go on from the as-of instant through the calendars as if nothing happened since; what
did happen since is not known here. The curves and their backtest are made by the build.
"""

import json
from collections.abc import Hashable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from metrics.errors import QuestionError
from metrics.reads import READS
from metrics.report import as_csv
from metrics.warehouse import tables
from metrics.wording import count, is_nothing

SQL = Path(__file__).with_name("running.sql")
BETTER = "better"
HORIZONS = {"4 h": 4 * 3600, "24 h": 24 * 3600, "7 d": 7 * 86_400}
GROUP = ["promise", "tier", "severity", "kind", "team"]
Told = tuple[float | None, str | None, int | None]
BANDS = ("on track", "50-75 %", "75-100 %", "breached")  # ServiceNow's, by share of target used
_REACH = f"select as_of, ({READS['hours_until']}) from meta"


def running(cursor: duckdb.DuckDBPyConnection, now: datetime | None = None) -> pd.DataFrame:
    """One row per promise that is not kept, broken off or unknown, the least time left first.

    `now` is naive UTC and not before the as-of instant, which it is by itself; whole seconds
    count. Columns: case_key, case_id, promise, cycle, source, kind, account, tier, region,
    severity, team, category, system, owner, subject, status, calendar, target_seconds,
    started_at, due_at (null while paused), breached_at, updated_at (the last event that no bot
    made), elapsed_seconds, left_seconds (working time; negative: over by; none of what is breached,
    whatever it is given since), used_share (null for a target of 0), band (BANDS), state (running
    or paused), reason (the status that pauses, `outside hours`, else null), chance (of a breach, 0
    to 1; null when it cannot be said), group_name and group_n (the decided promises it was told
    from). Drills are left out. Raises
    `QuestionError` for an instant that the warehouse cannot reach.
    """
    instant = _reachable(cursor, now)
    found = tables.frame(cursor.execute(SQL.read_text(encoding="utf-8"), {"now": instant}))
    return _with_chances(found, backtest(cursor), cursor.execute("from risk_curves").df())


def backtest(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How good chances were that were told on past Mondays, one row per kind of promise and one
    for `all`: promise, mondays, watches (promises then undecided and decided since), breached,
    brier, brier_bands, brier_tier (0 is best), verdict (better, no better, too early to say).

    Only a chance whose verdict is `better` is shown anywhere: lower than both baselines, the
    share breached of what got into the same band, and the breach rate of the tier.
    """
    return cursor.execute("select * from risk_backtest order by promise <> 'all', promise").df()


def calibration(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Chances that were told beside what came of them, one row per kind of promise (and `all`)
    and bucket: promise, from_chance, to_chance, watches, expected (mean chance), breached."""
    return cursor.execute(
        "select * from risk_calibration order by promise <> 'all', promise, from_chance"
    ).df()


def expected_breaches(found: pd.DataFrame) -> pd.DataFrame:
    """One row per horizon of working time, from the rows of `running`: horizon, due (promises
    with so much left or less and not breached), expected (sum of their chances; null when none
    has one), unknown (how many have none)."""
    ahead = found[found["band"] != "breached"]
    rows = []
    for horizon, seconds in HORIZONS.items():
        due = ahead[ahead["left_seconds"] <= seconds]
        expected = float(due["chance"].sum()) if due["chance"].notna().any() else None
        rows.append((horizon, len(due), expected, int(due["chance"].isna().sum())))
    return pd.DataFrame(rows, columns=["horizon", "due", "expected", "unknown"])


def sentences(found: pd.DataFrame, tested: pd.DataFrame) -> list[str]:
    """What falls due in each horizon, and for which promises no chance is shown and why."""
    said = [_due(*row) for row in expected_breaches(found).itertuples(index=False)]
    kinds = tested[tested["promise"] != "all"]
    silent = kinds[(kinds["verdict"] != BETTER) & kinds["promise"].isin(found["promise"])]
    return said + [
        f"{row.promise}: no chance is shown, its backtest says {row.verdict}."
        for row in silent.itertuples()
    ]


def as_text(found: pd.DataFrame, form: str) -> str:
    """The rows as CSV or as a JSON array; instants in UTC, ending in Z."""
    names = [str(name) for name in found.columns]
    rows = [{name: _plain(row[name]) for name in names} for row in found.to_dict("records")]
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    return as_csv(names, rows)


def _due(horizon: str, due: int, expected: float | None, unknown: int) -> str:
    if expected is None or pd.isna(expected):
        return f"Due within {horizon} of working time: {count(due)}."
    more = f" ({count(unknown)} without a chance)" if unknown else ""
    said = f"Due within {horizon} of working time: {count(due)}"
    return f"{said}, expected breaches {expected:.1f}{more}."


def _with_chances(found: pd.DataFrame, tested: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """Chance, group and its n of every row that is not breached and whose kind is shown."""
    shown = set(tested[tested["verdict"] == BETTER]["promise"])
    known = {names: rows.sort_values("used_share") for names, rows in curves.groupby(GROUP)}
    told = [
        _chance(row, known.get(tuple(row[name] for name in GROUP)))
        if row["promise"] in shown and row["band"] != "breached"
        else (None, None, None)
        for row in found.to_dict("records")
    ]
    columns = pd.DataFrame(told, columns=["chance", "group_name", "group_n"], index=found.index)
    kinds = {"chance": "float64", "group_name": "object", "group_n": "Int64"}
    return found.join(columns.astype(kinds))


def _chance(row: dict[Hashable, Any], curve: pd.DataFrame | None) -> Told:
    if curve is None:
        return None, None, None
    edges = curve["used_share"].to_numpy()
    used = 1.0 if is_nothing(row["used_share"]) else min(row["used_share"], 1.0)
    last = curve.iloc[int(np.searchsorted(edges, used, side="right")) - 1]
    chance = float(np.interp(used, edges, curve["chance"].to_numpy()))
    factor = float(last["paused_factor"]) if row["state"] == "paused" else 1.0
    return min(1.0, chance * factor), str(last["group_name"]), int(last["group_n"])


def _plain(value: Any) -> Any:
    if is_nothing(value):
        return None
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value


def _reachable(cursor: duckdb.DuckDBPyConnection, now: datetime | None) -> datetime | None:
    as_of, last = cursor.execute(_REACH).fetchall()[0]
    instant: datetime | None = now.replace(microsecond=0) if now else as_of
    if instant and as_of and instant < as_of:
        raise QuestionError(
            "the clocks cannot run back",
            where=f"{instant:%Y-%m-%dT%H:%M:%SZ}",
            next_step=f"The data reach to {as_of:%Y-%m-%dT%H:%M:%SZ}: ask for then or later, or "
            "rebuild with --as-of.",
        )
    if instant and last and instant >= last:
        raise QuestionError(
            "the hours are not known so far ahead",
            where=f"{instant:%Y-%m-%dT%H:%M:%SZ}",
            next_step=f"They are known to {last:%Y-%m-%dT%H:%M:%SZ}. Load newer exports.",
        )
    return instant
