"""What each of two compared periods brings: rows, lives, bands, weeks; it judges nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from metrics import spread, wording
from metrics.comparison import Banded, Lives
from metrics.metric import Metric
from metrics.question import Question
from metrics.ranks import Tally
from metrics.scope import Scope
from metrics.unit import UNITS

Ask = Callable[[Question], pd.DataFrame]
Group = tuple[Any, ...]
SHORTEST_WEEK = timedelta(days=7, hours=-1)  # the clocks go forward


@dataclass(frozen=True)
class Asked:
    """One question, for the period before and the one after."""

    cursor: duckdb.DuckDBPyConnection
    metric: Metric
    before: Question
    after: Question
    ratio: float
    ask: Ask

    @property
    def questions(self) -> tuple[Question, Question]:
        return self.before, self.after


def weeks(told: Asked, asked: Question, group: Group) -> Tally:
    """The figure of each whole week of a period: nothing counted is a sum of 0, and no share.
    Both periods are asked for at once, which is the series that pages draw."""
    ends = [one for each in told.questions for one in (each.start, each.end) if one]
    whole = {"start": min(ends), "end": max(ends), "period": "week"}
    found = told.ask(_narrowed(asked, group).model_copy(update=whole))
    assert asked.start is not None
    assert asked.end is not None
    is_mine = (found["start_at"] >= asked.start) & (found["end_at"] <= asked.end)
    is_whole = found["end_at"] - found["start_at"] >= SHORTEST_WEEK
    values = found.loc[is_mine & is_whole, "value"].dropna().to_numpy(float)
    return Tally(*np.unique(values, return_counts=True))


def pace(row: dict[str, Any] | None, asked: Question) -> tuple[int, float]:
    """How many were counted, and in how many days."""
    if row and row["n"]:
        return int(row["n"]), row["n"] / row["value"]
    assert asked.start is not None
    assert asked.end is not None
    return 0, (asked.end - asked.start) / timedelta(days=1)


def banded(told: Asked, asked: Question, group: Group) -> Banded:
    """The quantile of a period with its band, in seconds."""
    row = told.ask(_narrowed(asked, group)).iloc[0]
    length = UNITS[told.metric.unit].seconds or 1
    ends = (_number(row[name]) for name in ("value", "low", "high"))
    return Banded(*(None if end is None else end * length for end in ends))


def lives(told: Asked, asked: Question, group: Group) -> Lives:
    """Who takes part in a period, with the age at which each joins and leaves. A row that a later
    one of its case replaced within it leaves a second before that one joins, ended by nothing."""
    scope = Scope(told.metric, _narrowed(asked, group))
    start, end = scope.bind("start", asked.start), scope.bind("end", asked.end)  # type: ignore[arg-type]
    conditions = [
        f"opened_at < {end}",
        f"(ended_at is null or ended_at >= {start})",
        *scope.filters("population"),
    ]
    joined = f"greatest({start}, opened_at)" if told.metric.superseded_column else start
    found = told.cursor.execute(
        f"select entry, exit - cast(is_replaced as integer) as exit,"
        f" is_event and not is_replaced as is_event from ("
        f"select greatest(0, date_diff('second', started_at, {joined})) as entry,"
        f" date_diff('second', started_at, least(ended_at, {end})) as exit,"
        f" coalesce(superseded_at < {end}, false) as is_replaced,"
        f" coalesce(ended_at < {end} and ended_by_event, false) as is_event"
        f" from ({told.metric.sql}) as population where {' and '.join(conditions)})"
        " where not is_replaced or exit > entry order by all",
        scope.parameters,
    ).df()
    entry, leave = (found[name].to_numpy(np.int64) for name in ("entry", "exit"))
    return Lives(entry, leave, found["is_event"].to_numpy(np.bool_))


def tally(told: Asked, asked: Question, group: Group) -> Tally:
    """The values of the rows behind a period, and how many rows have each."""
    found = spread.tally(told.cursor, told.metric, _narrowed(asked, group))
    return Tally(found["value"].to_numpy(float), found["n"].to_numpy(np.int64))


def _narrowed(asked: Question, group: Sequence[Any]) -> Question:
    """The question about one line of its breakdown."""
    kept = tuple(one for one in asked.where if one[0] not in asked.by)
    lines = tuple((name, (str(value),)) for name, value in zip(asked.by, group, strict=True))
    return asked.model_copy(update={"by": (), "where": (*kept, *lines)})


def _number(value: Any) -> float | None:
    return None if wording.is_nothing(value) else float(value)
