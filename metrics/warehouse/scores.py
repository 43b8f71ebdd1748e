"""How good the chances of breach were, against the two baselines, and the rows that tell it. Pure.

Score: Brier (1950), the mean square of what was said less what came: 0 is best, 0.25 a coin.
"""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from metrics.warehouse.chances import EDGES, LEVELS, Chances, Floats
from metrics.warehouse.tables import TEXT

SCORES = ("chance", "bands", "tier_rate")
FEWEST_MONDAYS, FEWEST_BREACHES = 12, 5  # a verdict on fewer would be luck
# Until so many breaches of paused promises were expected, their factor stays near 1.
PAUSED_PRIOR = 5.0
BUCKETS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
ALL = "all"
BETTER, NO_BETTER, TOO_EARLY = "better", "no better", "too early to say"
COUNT, NUMBER = pa.int64(), pa.float64()
BACKTEST = {
    "promise": TEXT, "mondays": COUNT, "watches": COUNT, "breached": COUNT, "brier": NUMBER,
    "brier_bands": NUMBER, "brier_tier": NUMBER, "verdict": TEXT,
}  # fmt: skip
CALIBRATION = {
    "promise": TEXT, "from_chance": NUMBER, "to_chance": NUMBER, "watches": COUNT,
    "expected": NUMBER, "breached": COUNT,
}  # fmt: skip
CURVES = {
    "promise": TEXT, "tier": TEXT, "severity": TEXT, "kind": TEXT, "team": TEXT,
    "used_share": NUMBER, "chance": NUMBER, "group_name": TEXT, "group_n": COUNT,
    "paused_factor": NUMBER,
}  # fmt: skip
Rows = list[tuple[Any, ...]]


def with_pauses(watches: pd.DataFrame, mondays: int) -> tuple[pd.DataFrame, dict[str, float]]:
    """The watches with the chance of paused ones times the factor of their kind of promise, as
    it was known on their Monday; and the factors of today.

    A paused case is often resolved before its clock goes on, so fewer are breached than their
    curve says: the factor is breached over expected, of paused promises watched before.
    """
    found = watches.astype({"chance": "float64"})
    factors = {}
    for promise, rows in found[found["is_paused"]].groupby("promise", observed=True):
        weekly = _paused_factors(rows, mondays)
        found.loc[rows.index, "chance"] *= weekly[rows["week"].to_numpy()]
        factors[str(promise)] = float(weekly[-1])
    return found.assign(chance=found["chance"].clip(upper=1.0)), factors


def backtest_rows(watches: pd.DataFrame) -> Rows:
    """One row per kind of promise and one for all, columns as BACKTEST."""
    decided = _decided(watches)
    parts = [(str(name), rows) for name, rows in decided.groupby("promise", observed=True)]
    return [_scored(name, rows) for name, rows in [(ALL, decided), *parts]]


def sentence(rows: Rows) -> str:
    """What the backtest says of all promises together, for the report of the build."""
    _, mondays, watches, _, ours, bands, tier, verdict = rows[0]
    if ours is None or verdict == TOO_EARLY:
        return f"chance of breach: too early to say how good it is ({watches:,} promises watched)"
    word = "better" if verdict == BETTER else "no better"
    return (
        f"chance of breach: {word} than both baselines (Brier {ours:.3f}; share used {bands:.3f},"
        f" rate of the tier {tier:.3f}; {watches:,} promises on {mondays} Mondays)"
    )


def calibration_rows(watches: pd.DataFrame) -> Rows:
    """One row per kind of promise (and all) and bucket of chances, columns as CALIBRATION."""
    decided = _decided(watches)[["promise", "chance", "is_breached"]]
    place = np.searchsorted(BUCKETS[1:-1], decided["chance"].to_numpy(), side="right")
    kinds = decided.groupby("promise", observed=True)
    parts = [(ALL, decided), *((str(name), rows) for name, rows in kinds)]
    bucket = pd.Series(place, index=decided.index)
    return [
        (name, BUCKETS[b], BUCKETS[b + 1], len(in_it), in_it["chance"].mean(), _breaches(in_it))
        for name, rows in parts
        for b, in_it in rows.groupby(bucket[rows.index])
    ]


def curve_rows(curves: Chances, groups: pd.DataFrame, factors: dict[str, float]) -> Rows:
    """One row per group and edge, columns as CURVES; edges of which nothing is known are left
    out."""
    rows = []
    for names in groups.astype({"promise": "str"}).to_dict("records"):
        group = names["group"]
        words = {name: str(names[name]) for name in list(CURVES)[:5]}
        factor = factors.get(words["promise"], 1.0)
        for edge, share in enumerate(EDGES):
            if not np.isnan(curves.chance[group, edge]):
                level = LEVELS[curves.level[group, edge]]
                named = ", ".join(words[name] for name in level) or "all promises"
                n, chance = int(curves.n[group, edge]), float(curves.chance[group, edge])
                rows.append((*words.values(), float(share), chance, named, n, factor))
    return rows


def _paused_factors(rows: pd.DataFrame, mondays: int) -> Floats:
    """The factor on each Monday and, last, today: from watches of earlier Mondays that were
    decided by then."""
    decided = rows[rows["is_breached"].notna() & rows["chance"].notna()]
    seen = np.maximum(decided["week"].to_numpy() + 1, decided["known_week"].to_numpy())
    breached, expected = (
        np.bincount(seen, decided[name].to_numpy(np.float64), mondays + 1).cumsum()
        for name in ("is_breached", "chance")
    )
    result: Floats = (breached + PAUSED_PRIOR) / (expected + PAUSED_PRIOR)
    return result


def _decided(watches: pd.DataFrame) -> pd.DataFrame:
    """Watches of which both is known: what each said, and what came of it."""
    return watches.reset_index(drop=True).dropna(subset=[*SCORES, "is_breached"])


def _scored(name: str, rows: pd.DataFrame) -> tuple[Any, ...]:
    mondays, breached = int(rows["week"].nunique()), _breaches(rows)
    ours, *others = (_brier(rows, score) for score in SCORES)
    verdict = BETTER if all(ours < other for other in others) else NO_BETTER
    kept = len(rows) - breached
    if mondays < FEWEST_MONDAYS or min(breached, kept) < FEWEST_BREACHES:
        verdict = TOO_EARLY
    known = (ours, *others) if len(rows) else (None, None, None)
    return (name, mondays, len(rows), breached, *known, verdict)


def _brier(rows: pd.DataFrame, score: str) -> float:
    return float(((rows[score] - rows["is_breached"].astype("float64")) ** 2).mean())


def _breaches(rows: pd.DataFrame) -> int:
    return int(rows["is_breached"].sum())
