"""One metric in two periods: both figures, how far apart, how sure, and the verdict in words.

The test fits what the metric counts: Fisher for shares, the exact test of two rates for counts,
a seeded bootstrap for Kaplan-Meier quantiles, Mann and Whitney for medians and means of rows and,
week by week, for sums, shares of time and counts that come many at once. Stocks have no test:
figures and no verdict.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import duckdb

from metrics import comparison, query, sides, wording
from metrics.catalog import catalog
from metrics.comparison import Comparison
from metrics.compile_reach import STILL_OPEN
from metrics.errors import QuestionError
from metrics.instants import period
from metrics.metric import Metric
from metrics.question import Question
from metrics.ranks import ranks
from metrics.report import as_csv, as_json, question
from metrics.sides import Ask, Asked, Group
from metrics.statistics import FEWEST_DECIDED
from metrics.unit import UNITS
from metrics.window import Window

CARRIED = "not judged: what is open carries over from week to week"
FEW_WEEKS = "not judged: fewer than five whole weeks on a side"
COLUMNS = (
    "before", "n_before", "after", "n", "difference", "low", "high", "p_value", "verdict", "unit",
)  # fmt: skip
Row = dict[str, Any]
Where = tuple[tuple[str, tuple[str, ...]], ...]
MANY = 500  # lives a side from which the bands do: 2,000 resamples of more take over 0.3 s
_RANKED = ("median", "mean")
WEEKLY = ("sum", "portion")  # judged by their weeks


@dataclass(frozen=True)
class Span:
    """A period as it was written, `start` <= t < `end` in naive UTC, cut at the as-of instant."""

    name: str
    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


def compare(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    before: Span,
    after: Span,
    by: tuple[str, ...] = (),
    where: Where = (),
    ask: Ask | None = None,
) -> list[Row]:
    """One row per breakdown that either period has: metric, the breakdowns, then COLUMNS.

    Figures are those of `report`, difference and its 95 % interval in the same unit; of counts
    it is per length of the first period. Null where nothing was counted, nothing can be said or
    an interval has no end. `ask` answers questions in place of the warehouse: one that remembers.
    Raises `QuestionError` for what the metric does not have, and for periods that overlap.
    """
    if before.start < after.end and after.start < before.end:
        raise QuestionError("the two periods overlap", f"{before.name} and {after.name}")
    metric = catalog().metric(name)
    asked = {"by": by, "where": where, "band": is_banded(metric)}
    first, second = (
        question(metric, start=one.start, end=one.end, **asked) for one in (before, after)
    )
    ratio = after.seconds / before.seconds
    told = Asked(cursor, metric, first, second, ratio, ask or partial(query.run, cursor, metric))
    return [
        {"metric": name} | dict(zip(by, group, strict=True)) | _row(told, group, *answers)
        for group, *answers in _answers(told, by)
    ]


def is_banded(metric: Metric) -> bool:
    """Whether two periods of this metric are compared by the bands of their figures."""
    return metric.aggregation in STILL_OPEN


def verdict(
    cursor: duckdb.DuckDBPyConnection, asked: Question, before: Window, ask: Ask | None = None
) -> str:
    """Whether the figure of a question differs from that of an earlier window: the label of
    `compare`. Of its metric's own aggregation, without breakdown; start and end must be set."""
    assert asked.start is not None
    assert asked.end is not None
    spans = (Span(before.name, before.start, before.end), Span("", asked.start, asked.end))
    return str(compare(cursor, asked.metric, *spans, where=asked.where, ask=ask)[0]["verdict"])


def rows(
    cursor: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    periods: tuple[str, str],
    zone: str,
    by: tuple[str, ...] = (),
    where: Where = (),
) -> list[Row]:
    """`compare` of several metrics, one after the other, in two periods as they are written."""
    before, after = (Span(text, *period(text, zone)) for text in periods)
    return [row for name in names for row in compare(cursor, name, before, after, by, where)]


def sentence(row: Row, before: str, after: str) -> str:
    """`SLA adherence, Gold: 95.1 % (n 126) in 2026-W45, 91.0 % (n 122) in 2026-W46: -4.1 pp,
    from -10.6 pp to +2.3 pp, normal variation.`"""
    metric = catalog().metric(row["metric"])
    named = [metric.title, *(str(row[key]) for key in row if key in metric.dimensions)]
    said = [
        f"{wording.figure(metric, row[value])} (n {wording.count(row[n])}) in {name}"
        for value, n, name in (("before", "n_before", before), ("after", "n", after))
    ]
    change = [] if row["difference"] is None else [wording.difference(metric, row["difference"])]
    if row["low"] is not None and row["high"] is not None:
        reach = (wording.difference(metric, row[end]) for end in ("low", "high"))
        change.append("from {} to {}".format(*reach))
    return f"{', '.join(named)}: {', '.join(said)}: {', '.join([*change, row['verdict']])}."


def as_text(found: Sequence[Row], by: tuple[str, ...], form: str) -> str:
    """CSV or a JSON array."""
    return as_json(found) if form == "json" else as_csv(["metric", *by, *COLUMNS], found)


def _answers(told: Asked, by: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """(breakdown, row before, row after) in the order of the catalogue's answers; None where a
    period has no such breakdown."""
    frames = [told.ask(one) for one in told.questions]
    found = [
        {tuple(row[name] for name in by): row for row in frame.to_dict("records")}
        for frame in frames
    ]
    for group in dict.fromkeys((*found[0], *found[1])):
        yield group, found[0].get(group), found[1].get(group)


def _row(told: Asked, group: Group, before: Row | None, after: Row | None) -> Row:
    seen = _tested(told, group, before, after)
    unit = told.metric.unit_of()
    length = UNITS[unit].seconds or 1 if told.metric.family == "duration" else 1
    difference, low, high = (
        None if number is None or math.isinf(number) else number / length
        for number in (seen.difference, seen.low, seen.high)
    )
    first, second = (_number(one["value"]) if one else None for one in (before, after))
    if difference is None and first is not None and second is not None:
        difference = second - first
    figures = (first, _n(before), second, _n(after), difference, low, high, seen.p_value)
    return dict(zip(COLUMNS, (*figures, seen.label, unit), strict=True))


def _tested(told: Asked, group: Group, before: Row | None, after: Row | None) -> Comparison:
    family = told.metric.family
    pair = (before, after)
    if family == "share":
        hits = [(int(one["hits"]) if one and one["n"] else 0, _n(one)) for one in pair]
        return comparison.shares(*hits)
    if family == "events" and not _is_weekly(told.metric):
        return comparison.counts(_n(before), _n(after), told.ratio)
    if family == "pace":
        return comparison.paces(*map(sides.pace, pair, told.questions))
    if family == "duration" and told.metric.aggregation in STILL_OPEN:
        if min(_n(before), _n(after)) >= MANY:
            return comparison.bands(*(sides.banded(told, one, group) for one in told.questions))
        first, second = (sides.lives(told, one, group) for one in told.questions)
        return comparison.quantiles(first, second, STILL_OPEN[told.metric.aggregation])
    return Comparison(None, None, None, None, None, None, _label(told, group))


def _label(told: Asked, group: Group) -> str:
    """What ranks say, of rows or of weeks; a stock is the same cases week after week."""
    if told.metric.aggregation in _RANKED:
        return ranks(*(sides.tally(told, one, group) for one in told.questions))
    if _is_weekly(told.metric):
        before, after = (sides.weeks(told, one, group) for one in told.questions)
        few = min(before.counts.sum(), after.counts.sum()) < FEWEST_DECIDED
        return FEW_WEEKS if few else ranks(before, after)
    return CARRIED


def _is_weekly(metric: Metric) -> bool:
    """Judged by its weeks: no trials, or none that are independent. One incident touches many
    accounts at once."""
    return metric.aggregation in WEEKLY or "account" in metric.key


def _n(row: Row | None) -> int:
    return int(row["n"]) if row else 0


def _number(value: Any) -> float | None:
    return None if wording.is_nothing(value) else float(value)
