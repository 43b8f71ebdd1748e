"""The slow second implementation: chances of breach on past Mondays, promise by promise.

It shares no code with the product: plain loops over the rows of fct_promises and fct_segments,
with the wall clock of the reference. Of each Monday it looks only at what happened before it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor, sqrt
from typing import Any

from tests.reference_clock import WallClock

Row = dict[str, Any]
Key = tuple[Any, ...]
WEEK, SIX_HOURS = timedelta(days=7), timedelta(hours=6)
NAMES = ("promise", "tier", "severity", "kind", "team")
BANDS = (0.0, 0.5, 0.75)


@dataclass
class Watch:
    """A promise undecided at a mark, as it was then, and how it ended (None: not yet)."""

    week: int
    mark: datetime
    names: Row
    used: float
    is_paused: bool
    is_first: bool
    is_breached: int | None
    decided_at: datetime | None
    curve: float | None = None
    said: float | None = None
    bands: float | None = None
    tier_rate: float | None = None


class Tally:
    """Endings by level and step; step 20 is a breach."""

    def __init__(self) -> None:
        self.kept: Counter[Key] = Counter()
        self.ended: Counter[Key] = Counter()
        self.curves: dict[Key, list[tuple[float, int]]] = {}  # as long as nothing is added

    def add(self, names: Row, step: int, is_kept: bool = False, many: int = 1) -> None:
        self.curves.clear()
        for level in levels(names):
            self.ended[(level, step)] += many
            self.kept[(level, step)] += many if is_kept else 0

    def curve(self, level: Key) -> list[tuple[float, int]]:
        """At each edge: the chance of breach of who got to it, and how many did."""
        if level not in self.curves:
            found, share, at_risk = [(1.0, self.ended[(level, 20)])], 1.0, self.ended[(level, 20)]
            for step in reversed(range(20)):
                at_risk += self.ended[(level, step)]
                if at_risk:
                    share *= 1 - self.kept[(level, step)] / at_risk
                found.append((share, at_risk))
            self.curves[level] = found[::-1]
        return self.curves[level]

    def chance(self, names: Row, edge: int, depth: int = 4) -> float | None:
        found: float | None = None
        for level in levels(names)[:depth]:
            own, n = self.curve(level)[edge]
            parent = own if found is None else found
            found = (n * own + 50 * parent) / (n + 50) if n or found is not None else None
        return 1.0 if edge == 20 and found is not None else found

    def at(self, names: Row, used: float, depth: int = 4) -> float | None:
        low = min(floor(20 * sqrt(used)), 19)
        before, after = (self.chance(names, edge, depth) for edge in (low, low + 1))
        if before is None or after is None:
            return None
        left, right = (low / 20) ** 2, ((low + 1) / 20) ** 2
        return before + (after - before) * (used - left) / (right - left)


def levels(names: Row) -> list[Key]:
    p, t, s, k, team = (names[name] for name in NAMES)
    return [(), (p,), (p, t, s), (p, t, s, k, team)]


def step_of(row: Row) -> int:
    return min(floor(20 * sqrt(row["elapsed_seconds"] / max(row["target_seconds"], 1))), 19)


def mondays(promises: list[Row], as_of: datetime) -> list[datetime]:
    """The last 52 Mondays up to the as-of instant with a promise before them."""
    first = min(row["started_at"] for row in promises)
    monday = datetime(2024, 1, 1)
    every = [monday + n * WEEK for n in range(520)]
    return [at for at in every if first < at <= as_of][-52:]


def watches(
    promises: list[Row], segments: list[Row], clocks: dict[str, WallClock], weeks: list[datetime]
) -> Iterator[Watch]:
    """Every promise undecided at a mark, found in its clock ledger."""
    marks = [week + n * SIX_HOURS for week in weeks for n in range(4)]
    told = {(row["case_key"], row["promise"], row["cycle"]): row for row in promises}
    for part in segments:
        row = told.get((part["case_key"], part["promise"], part["cycle"]))
        for mark in marks[bisect_left(marks, part["from_at"]) :]:
            if mark >= part["to_at"]:
                break
            if row and (row["decided_at"] is None or row["decided_at"] > mark):
                yield watch(row, part, mark, weeks, clocks)


def watch(
    row: Row, part: Row, mark: datetime, weeks: list[datetime], clocks: dict[str, WallClock]
) -> Watch:
    is_paused = part["reason"] == "paused by status"
    used = part["elapsed_after_seconds"] - part["elapsed_seconds"]
    used += 0 if is_paused else clocks[part["calendar"]].elapsed(part["from_at"], mark)
    return Watch(
        week=max(i for i, week in enumerate(weeks) if week <= mark),
        mark=mark,
        names={name: part[name] if name in part else row[name] for name in NAMES},
        used=used / max(part["target_seconds"], 1),
        is_paused=is_paused,
        is_first=row["cycle"] == 1,
        is_breached={"breached": 1, "met": 0}.get(row["state"]),
        decided_at=row["decided_at"],
    )


def replayed(promises: list[Row], every: list[Watch], weeks: list[datetime]) -> list[Watch]:
    """The watches with what was said of each on its Monday."""
    to_come = [row for row in promises if row["cycle"] == 1 and ended_at(row) is not None]
    to_come.sort(key=ended_at, reverse=True)
    known, verdicts = Tally(), Counter[Key]()
    by_week = defaultdict(list)
    for one in every:
        by_week[one.week].append(one)
    for number, monday in enumerate(weeks):
        while to_come and ended_at(to_come[-1]) <= monday:
            learn(to_come.pop(), known, verdicts)
        running = [one for one in by_week[number] if one.mark == monday and one.is_first]
        for one in running:
            known.add(one.names, min(floor(20 * sqrt(one.used)), 19))
        factors = paused_factors(every, number, monday)
        for one in by_week[number]:
            one.curve = known.at(one.names, one.used)
            one.bands = known.at(one.names, max(b for b in BANDS if b <= one.used), depth=1)
            one.tier_rate = rate(verdicts, one.names["tier"])
            factor = factors.get(one.names["promise"], 1.0) if one.is_paused else 1.0
            one.said = None if one.curve is None else min(1.0, one.curve * factor)
        for one in running:
            known.add(one.names, min(floor(20 * sqrt(one.used)), 19), many=-1)
    return every


def ended_at(row: Row) -> Any:
    return row["decided_at"] or row["stopped_at"]


def learn(row: Row, known: Tally, verdicts: Counter[Key]) -> None:
    known.add(row, 20 if row["state"] == "breached" else step_of(row), row["state"] == "met")
    if row["state"] in ("met", "breached"):
        verdicts[(row["tier"], row["state"])] += 1


def rate(verdicts: Counter[Key], tier: str) -> float | None:
    is_known = verdicts[(tier, "met")] + verdicts[(tier, "breached")]
    counted = {key: n for key, n in verdicts.items() if not is_known or key[0] == tier}
    breached = sum(n for (_, state), n in counted.items() if state == "breached")
    return breached / sum(counted.values()) if counted else None


def paused_factors(every: list[Watch], number: int, monday: datetime) -> dict[str, float]:
    """By kind of promise: breached over expected, of paused ones watched and decided before."""
    breached: Counter[str] = Counter()
    expected: dict[str, float] = defaultdict(float)
    for one in every:
        is_decided = one.is_breached is not None and one.decided_at is not None
        if one.is_paused and one.week < number and is_decided and one.decided_at <= monday:
            breached[one.names["promise"]] += one.is_breached
            expected[one.names["promise"]] += one.curve or 0.0
    return {name: (breached[name] + 5) / (expected[name] + 5) for name in expected}


def scores(every: list[Watch], promise: str | None) -> tuple[int, int, float, float, float]:
    """(watches, breached, Brier of the chance, of the bands, of the tier's rate)."""
    counted = [
        w for w in every
        if w.is_breached is not None and None not in (w.said, w.bands, w.tier_rate)
        and promise in (None, w.names["promise"])
    ]  # fmt: skip
    n, breached = len(counted), sum(w.is_breached or 0 for w in counted)
    sums = [
        sum((getattr(w, name) - (w.is_breached or 0)) ** 2 for w in counted) / n
        for name in ("said", "bands", "tier_rate")
    ]
    return n, breached, sums[0], sums[1], sums[2]
