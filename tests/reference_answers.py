"""Asks the catalogue and the reference the same questions and says where they differ."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from math import isclose, isnan
from typing import Any

from metrics.catalog import catalog
from metrics.metric import Metric
from metrics.query import Question, run
from metrics.warehouse.connection import Warehouse
from tests.reference import Row
from tests.reference_coverage import COVERAGE
from tests.reference_figures import EVER, FOREVER, SECOND, Cell, cell, days_gone, weeks, wilson
from tests.reference_flow import FLOW
from tests.reference_integrity import INTEGRITY
from tests.reference_kept import KEPT
from tests.reference_metrics import POPULATIONS, World
from tests.reference_outcome import OUTCOME
from tests.reference_recurrences import RECURRENCES
from tests.reference_stays import STAYS

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "percent": 100}
SECONDS |= {"promises": 1_000_000}
SECONDS |= {"budget_hours": 3_600_000_000}
BREAKDOWNS = (
    *("tier", "severity", "team", "promise", "region", "account"),
    *("objective", "age_band", "resolve_verdict", "disorder"),
    *("status", "level", "from_team", "latency_band", "move"),
)
EVERY = POPULATIONS | FLOW | OUTCOME | RECURRENCES | INTEGRITY | COVERAGE | KEPT | STAYS


def wrong_answers(
    warehouse: Warehouse,
    ours: World,
    zone: str,
    breakdowns: tuple[str, ...] = BREAKDOWNS,
    turn: int | None = None,
) -> list[str]:
    """One line per figure that differs, over the metrics, their aggregations, weeks and
    breakdowns. With a `turn` a breakdown is asked for in one aggregation only, and in the next
    one on the next turn."""
    lines = []
    for name, population in EVERY.items():
        rows = list(population(ours))
        metric = catalog().metric(name)
        lines += differences(warehouse, metric, rows, ours, zone, breakdowns, turn)
    return lines


def differences(
    warehouse: Warehouse,
    metric: Metric,
    rows: list[Row],
    ours: World,
    zone: str,
    breakdowns: tuple[str, ...],
    turn: int | None = None,
) -> Iterator[str]:
    """By week, over all time, and over all time by each breakdown."""
    first = min((s.created_at for s in ours.stories), default=ours.as_of)
    until = ours.as_of + SECOND

    def held(some: list[Row], start: datetime, end: datetime) -> Cell:
        found = cell(some, start, end, ours.as_of)
        if metric.family != "pace":
            return found
        return replace(found, days=days_gone(first, start, min(end, until), zone))

    known = list(weeks(first, ours.as_of, zone))
    near = by_week(rows, [start for _, start, _ in known])
    found = {w: held(near[place], a, b) for place, (w, a, b) in enumerate(known)}
    every = metric.aggregations
    weekly = {(w,): c for w, c in found.items()}
    yield from unequal_all(warehouse, metric, every, "week", (), weekly)
    everything = {("all",): held(rows, EVER, FOREVER)}
    yield from unequal_all(warehouse, metric, every, "all", (), everything)
    for number, by in enumerate(by for by in breakdowns if by in metric.dimensions):
        asked = every if turn is None else (every[(turn + number) % len(every)],)
        parts: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in rows:
            parts["all", row[by]].append(row)
        cells = {word: held(part, EVER, FOREVER) for word, part in parts.items()}
        yield from unequal_all(warehouse, metric, asked, "all", (by,), cells)


def by_week(rows: list[Row], starts: list[datetime]) -> list[list[Row]]:
    """The rows that can have to do with each week: those of an instant in it, or of a time that
    reaches into it. What counts is for `cell` to say."""
    found: list[list[Row]] = [[] for _ in starts]
    for row in rows:
        begins = [row[name] for name in ("at", "entered_at", "opened_at") if row.get(name)]
        ends = [row[name] or FOREVER for name in ("left_at", "ended_at") if name in row]
        if begins:
            first, last = min(begins), max([*ends, *begins])
            for place in range(max(bisect_right(starts, first) - 1, 0), bisect_right(starts, last)):
                found[place].append(row)
    return found


def unequal_all(
    warehouse: Warehouse,
    metric: Metric,
    aggregations: Iterable[str],
    period: Any,
    by: tuple[str, ...],
    cells: dict[tuple[str, ...], Cell],
) -> Iterator[str]:
    """The differences of one question in each of these aggregations."""
    for aggregation in aggregations:
        theirs = answered(warehouse, metric, aggregation, period, by)
        scale = SECONDS.get(metric.unit_of(aggregation), 1)
        for key, held in cells.items():
            mine = expected(held, aggregation, scale)
            got = theirs.get(key) if period != "all" else matching(theirs, key)
            yield from unequal(f"{metric.name} {aggregation} {' '.join(key)}", mine, got)


def matching(theirs: dict[tuple[Any, ...], Row], key: tuple[str, ...]) -> Row | None:
    """The answer of a breakdown over the whole range, whatever that period is called."""
    return next((answer for name, answer in theirs.items() if name[1:] == key[1:]), None)


def answered(
    warehouse: Warehouse, metric: Metric, aggregation: str, period: Any, by: tuple[str, ...]
) -> dict[tuple[Any, ...], Row]:
    """The catalogue's answers by period and breakdown."""
    question = Question(metric=metric.name, period=period, by=by, aggregation=aggregation)
    with warehouse.cursor() as cursor:
        frame = run(cursor, metric, question)
    return {tuple(r[c] for c in ("period", *by)): r for r in frame.to_dict("records")}


def expected(held: Cell, aggregation: str, scale: int) -> Row:
    value, n = held.figure(aggregation)
    answer: Row = {"value": None if value is None else value / scale, "n": n}
    if aggregation == "ratio" and n:
        hits = round((value or 0) * n)
        low, high = wilson(hits, n)
        answer |= {"hits": hits, "low": low, "high": high}
    return answer


def unequal(what: str, mine: Row, theirs: Row | None) -> Iterator[str]:
    """A line per differing field; an answer that is not there counts as n 0."""
    got = theirs or {"value": 0 if mine["value"] == 0 else None, "n": 0}
    for name, value in mine.items():
        if not same(value, got.get(name)):
            yield f"{what} {name}: reference {value}, catalogue {got.get(name)}"


def same(mine: Any, theirs: Any) -> bool:
    if mine is None or theirs is None or isnan(theirs):
        return mine is None and (theirs is None or isnan(theirs))
    return isclose(mine, theirs, rel_tol=1e-9, abs_tol=1e-9)
