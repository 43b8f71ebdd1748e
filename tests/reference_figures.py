"""The slow second implementation: figures of a period from the rows of a population.

Half-open periods in the reporting zone; statistics by their textbook formulas, in loops.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import exp, floor, log, sqrt
from statistics import NormalDist
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference import Row

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
EVER, FOREVER = datetime(1, 1, 1), datetime(9999, 1, 1)
QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}
SURVIVALS = {"survival_median": 0.5, "survival_p90": 0.1}


def weeks(first: datetime, last: datetime, zone: str) -> Iterator[tuple[str, datetime, datetime]]:
    """ISO weeks (name, start, end) from the one that holds `first` to the one with `last`."""
    local = local_date(first, zone)
    monday = local - local.weekday() * DAY
    while midnight(monday, zone) <= last:
        year, week, _ = monday.isocalendar()
        yield f"{year}-W{week:02}", midnight(monday, zone), midnight(monday + 7 * DAY, zone)
        monday += 7 * DAY


def midnight(day: Any, zone: str) -> datetime:
    """The first instant of a local date, in naive UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Cell:
    """The rows of one period (and breakdown), ready for any aggregation."""

    values: list[Any]
    lives: list[tuple[int, int, bool]]
    stock: int | None
    bases: tuple[int, ...] = ()
    days: float = 0.0
    undone: tuple[tuple[int, int, bool], ...] = ()

    @property
    def watched(self) -> list[tuple[int, int, bool]]:
        """All that was at risk; work that a reopen went on with is no case of its own."""
        return [*self.lives, *self.undone]

    def figure(self, aggregation: str) -> tuple[float | None, int]:
        """Value and n."""
        if self.stock is not None:
            return self.stock, self.stock
        if aggregation in SURVIVALS:
            return survival(self.watched, SURVIVALS[aggregation]), len(self.lives)
        if aggregation == "portion":
            total = sum(self.bases)
            return sum(self.values) / total if total else None, len(self.values)
        if aggregation == "per_day":
            return len(self.values) / self.days if self.days else None, len(self.values)
        return aggregate(self.values, aggregation), len(self.values)


def cell(rows: list[Row], start: datetime, end: datetime, as_of: datetime) -> Cell:
    """The rows that count in [start, end), as known at `as_of` (which still counts)."""
    cut = min(end, as_of + SECOND)
    if any("entered_at" in row for row in rows[:1]):
        held = [r for r in rows if r["entered_at"] < cut and (r["left_at"] or FOREVER) >= cut]
        return Cell([], [], len(held))
    counted = [row for row in rows if is_counted(row, start, cut)]
    values, bases = [row.get("value") for row in counted], tuple(r.get("base", 0) for r in counted)
    waits = rows if any("started_at" in row for row in rows[:1]) else []
    lives = [life for row in waits if (life := lived(row, start, cut))]
    undone = (life for row in waits if (life := given_up(row, start, cut)))
    return Cell(values, lives, None, bases, undone=tuple(undone))


def days_gone(first: datetime, start: datetime, end: datetime, zone: str) -> float:
    """Calendar days of [start, end) from the day of the first case on; a part of one by its share
    of the day's hours."""
    day, gone = local_date(first, zone), 0.0
    while midnight(day, zone) < end:
        begin, until = midnight(day, zone), midnight(day + DAY, zone)
        gone += max(0.0, (min(until, end) - max(begin, start)) / (until - begin))
        day += DAY
    return gone


def local_date(instant: datetime, zone: str) -> Any:
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def aggregate(values: list[Any], aggregation: str) -> float | None:
    """One figure of the values; null when there are none, but for counts, sums and stocks."""
    if aggregation in ("count", "closing"):
        return len(values)
    if aggregation == "sum":
        return sum(values)
    if not values:
        return None
    if aggregation in ("mean", "ratio"):
        return sum(values) / len(values)
    return quantile(values, QUANTILES[aggregation])


def is_counted(row: Row, start: datetime, cut: datetime) -> bool:
    """Whether a row's instant lies in [start, cut) and nothing took its place before `cut`."""
    at = row["at"] if "at" in row else row["ended_at"] if row["is_event"] else None
    return at is not None and start <= at < cut and (row.get("superseded_at") or FOREVER) >= cut


def lived(row: Row, start: datetime, cut: datetime) -> tuple[int, int, bool] | None:
    """(age at entry, age at exit, whether it ended by its event) inside [start, cut)."""
    ended, superseded = row["ended_at"] or FOREVER, row["superseded_at"] or FOREVER
    if row["opened_at"] >= cut or ended < start or superseded < cut:
        return None
    is_event = row["is_event"] and ended < cut
    return entry(row, start), age(row, min(ended, cut)), is_event


def given_up(row: Row, start: datetime, cut: datetime) -> tuple[int, int, bool] | None:
    """The work before a reopen inside [start, cut): seen up to the second before its end age,
    at which the reopened case takes over."""
    if (row["superseded_at"] or FOREVER) >= cut or row["ended_at"] < start:
        return None
    first, last = entry(row, start), age(row, row["ended_at"]) - 1
    return (first, last, False) if first <= last else None


def entry(row: Row, start: datetime) -> int:
    """The age from which a row is watched: that at the start, or at its reopen."""
    watched_from = max(start, row.get("taken_up_at") or start)
    return max(0, age(row, watched_from))


def age(row: Row, instant: datetime) -> int:
    return int((instant - row["started_at"]).total_seconds())


def survival(lives: list[tuple[int, int, bool]], level: float) -> int | None:
    """The least age at which the share still waiting is at most `level` (period life table)."""
    entries, exits = sorted(a for a, _, _ in lives), sorted(b for _, b, _ in lives)
    deaths = Counter(out for _, out, is_event in lives if is_event)
    left = 1.0
    for t in sorted(deaths):
        at_risk = bisect_right(entries, t) - bisect_left(exits, t)
        left *= 1 - deaths[t] / at_risk
        if left <= level + 1e-12:
            return t
    return None


def survival_band(
    lives: list[tuple[int, int, bool]], level: float
) -> tuple[int | None, int | None]:
    """The least ages at which the lower and the upper 95 % limit of the curve (Greenwood,
    log-log) are at most `level`; of a curve at nothing no limit is known."""
    z = NormalDist().inv_cdf(0.975)
    entries, exits = sorted(a for a, _, _ in lives), sorted(b for _, b, _ in lives)
    deaths = Counter(out for _, out, is_event in lives if is_event)
    left, greenwood = 1.0, 0.0
    lower: list[int] = []
    upper: list[int] = []
    for t in sorted(deaths):
        at_risk = bisect_right(entries, t) - bisect_left(exits, t)
        if at_risk == deaths[t]:
            break
        left *= 1 - deaths[t] / at_risk
        greenwood += deaths[t] / (at_risk * (at_risk - deaths[t]))
        half = z * sqrt(greenwood) / log(left)
        for limits, sign in ((lower, 1), (upper, -1)):
            if exp(-exp(log(-log(left)) - sign * half)) <= level + 1e-9:
                limits.append(t)
    return next(iter(lower), None), next(iter(upper), None)


def quantile(values: Iterable[float], share: float) -> float:
    """The linearly interpolated quantile."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of hits / n."""
    z = NormalDist().inv_cdf(0.975)
    centre = (hits + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * sqrt(hits * (n - hits) / n + z * z / 4)
    return centre - half, centre + half
