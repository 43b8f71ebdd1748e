"""The backtest of the chance of breach, and the curves of today: on each past Monday only what was
known on it is used, and what was said then is held against what came of it.

It makes risk_curves, risk_backtest and risk_calibration; who reads them is metrics.risk.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from metrics.warehouse import models
from metrics.warehouse.chances import LEVELS, STEPS, Chances, Floats, Integers, chances
from metrics.warehouse.scores import (
    BACKTEST,
    CALIBRATION,
    CURVES,
    SCORES,
    backtest_rows,
    calibration_rows,
    curve_rows,
    sentence,
    with_pauses,
)
from metrics.warehouse.tables import TIME, frame, table

MONDAYS = 52  # a year: every season once; older ones cost as much and say less of today
FIRST_MONDAY = timedelta(days=4)  # 1970-01-05
BANDS = (0.0, 0.5, 0.75)  # ServiceNow's, by the share of the target that is used
NAMES = ("promise", "tier", "severity", "kind", "team")
_NAMED = ", ".join(NAMES)
_RUNNING = (
    f"select distinct {_NAMED} from promises"
    " where stopped_at is null and decided_at is null and state <> 'unknown'"
)
# Every group once, numbered in order of its names.
_GROUPS = f"""
    create temp table risk_groups as
    select row_number() over (order by {_NAMED}) - 1 as "group", {_NAMED}
    from (
        select {_NAMED} from int_endings
        union select {_NAMED} from int_watches
        union {_RUNNING}
    ) as named"""
_ENDINGS = f"""
    select "group", ending, step, known_week, promises
    from int_endings join risk_groups using ({_NAMED})"""
# In order of everything that is told of them: sums of fractions come out the same in every build.
_WATCHES = f"""
    select week, is_midnight, "group", promise, used_share, is_paused, is_first, is_breached,
        known_week
    from int_watches join risk_groups using ({_NAMED})
    order by all"""
_TODAY = f"""select "group", {_NAMED} from risk_groups join ({_RUNNING}) using ({_NAMED})"""


@dataclass
class Known:
    """What was known on a Monday: endings by group and step, more of them week by week."""

    kept: Floats
    ended: Floats

    @classmethod
    def nothing(cls, groups: int) -> "Known":
        return cls(np.zeros((groups, STEPS)), np.zeros((groups, STEPS + 1)))

    def learn(self, rows: pd.DataFrame) -> None:
        place = (rows["group"].to_numpy(), rows["step"].to_numpy())
        np.add.at(self.ended, place, rows["promises"].to_numpy())
        kept = rows[rows["ending"] == "kept"]
        np.add.at(self.kept, (kept["group"].to_numpy(), kept["step"].to_numpy()), kept["promises"])

    def chances(self, levels: list[Integers], running: pd.DataFrame | None = None) -> Chances:
        """With what was running then counted as far as it had got."""
        ended = self.ended
        if running is not None:
            steps = np.minimum(STEPS * np.sqrt(running["used_share"].to_numpy()), STEPS - 1)
            ended = ended.copy()
            np.add.at(ended, (running["group"].to_numpy(), steps.astype(np.int64)), 1)
        return chances(self.kept, ended, levels)

    def breach_rates(self, codes: Integers) -> Floats:
        """For each group the share of its code's decided promises that were breached."""
        size = int(codes.max(initial=-1)) + 1
        breached = np.bincount(codes, self.ended[:, STEPS], size)
        decided = breached + np.bincount(codes, self.kept.sum(axis=1), size)
        rate = np.divide(breached, decided, out=np.full(size, np.nan), where=decided > 0)
        overall = breached.sum() / decided.sum() if decided.sum() else np.nan
        result: Floats = np.where(np.isnan(rate), overall, rate)[codes]
        return result


def risk_tables(connection: duckdb.DuckDBPyConnection) -> str:
    """Make risk_curves (chance by group and edge), risk_backtest and risk_calibration; what the
    backtest says of all promises."""
    mondays = _mondays(connection)
    models.run(connection, ("int_endings", "int_watches"))
    connection.execute(_GROUPS)
    groups = frame(connection.execute('from risk_groups order by "group"'))
    endings, watches = connection.sql(_ENDINGS).df(), connection.sql(_WATCHES).df()
    levels = [_codes(groups, names) for names in LEVELS]
    known = Known.nothing(len(groups))
    by_week = dict(list(endings.groupby("known_week")))
    tiers = _codes(groups, ("tier",))
    told = [_told(known, by_week, watches, week, tiers, levels) for week in range(mondays)]
    if mondays in by_week:
        known.learn(by_week[mondays])
    scored = pd.concat(told) if told else watches.assign(**dict.fromkeys(SCORES))
    scored, factors = with_pauses(scored, mondays)
    tested = backtest_rows(scored)
    table(connection, "table risk_backtest", BACKTEST, tested)
    table(connection, "table risk_calibration", CALIBRATION, calibration_rows(scored))
    today = frame(connection.execute(f'{_TODAY} order by "group"'))
    curves = curve_rows(known.chances(levels), today, factors)
    table(connection, "table risk_curves", CURVES, curves)
    return sentence(tested)


def _mondays(connection: duckdb.DuckDBPyConnection) -> int:
    """How many rows risk_mondays got: the last Mondays (00:00 UTC) with promises before them."""
    first, last = connection.sql(
        "select min(started_at), (select as_of from watermark) from promises"
    ).fetchall()[0]
    found: list[datetime] = []
    if first is not None and last is not None:
        epoch = pd.Timestamp(0) + FIRST_MONDAY
        at = epoch + (pd.Timestamp(last) - epoch) // timedelta(days=7) * timedelta(days=7)
        while at > first and len(found) < MONDAYS:
            found.append(at.to_pydatetime())
            at -= timedelta(days=7)
    rows = [(week, at) for week, at in enumerate(reversed(found))]
    table(connection, "temp table risk_mondays", {"week": pa.int32(), "monday_at": TIME}, rows)
    return len(rows)


def _codes(groups: pd.DataFrame, names: tuple[str, ...]) -> Integers:
    if not names:
        return np.zeros(len(groups), np.int64)
    found = groups.groupby(list(names), sort=True).ngroup()
    return np.asarray(found, dtype=np.int64)


def _told(
    known: Known,
    endings: dict[int, pd.DataFrame],
    watches: pd.DataFrame,
    week: int,
    tiers: Integers,
    levels: list[Integers],
) -> pd.DataFrame:
    """The watches of a Monday with what its curves and the two baselines said of them."""
    if week in endings:
        known.learn(endings[week])
    now = watches[watches["week"] == week]
    running = now[now["is_midnight"] & now["is_first"]]
    curves = known.chances(levels, running)
    group, used = now["group"].to_numpy(), now["used_share"].to_numpy()
    coarsest = known.chances(levels[:1], running)
    begun = np.array(BANDS)[np.searchsorted(BANDS, used, side="right") - 1]
    return now.assign(
        chance=curves.at(group, used),
        bands=coarsest.at(group, begun),
        tier_rate=known.breach_rates(tiers)[group],
    )
