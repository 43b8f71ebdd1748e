"""How rows are spread: against the rows themselves, counted one by one."""

from datetime import datetime
from pathlib import Path

import pytest

from metrics import query, spread
from metrics.catalog import catalog
from metrics.question import Question
from metrics.warehouse.connection import open_warehouse

QUARTER = {"start": datetime(2026, 8, 16, 22), "end": datetime(2026, 11, 15, 23)}


@pytest.mark.parametrize("where", [(), (("tier", ("Gold",)),), (("tier", ("Nobody's",)),)])
def test_steps_count_the_rows_up_to_each_per_cent(
    sample_home: Path, where: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    """On each whole per cent, for each kind of promise; rows beyond the last stay in the whole."""
    metric = catalog().metric("target_used")
    asked = Question(metric="target_used", by=("promise",), where=where, **QUARTER)
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        rows = query.rows_behind(cursor, metric, asked)
        found = spread.cumulative(cursor, metric, asked, 150)

    by_hand = [
        (kind, step, sum(used <= step for used in part["value"]), len(part))
        for kind, part in rows.groupby("promise")
        for step in range(151)
    ]
    assert [(r.promise, r.up_to, r.n) for r in found.itertuples()] == [each[:3] for each in by_hand]
    assert list(found["share"]) == [n / whole for _, _, n, whole in by_hand]


@pytest.mark.parametrize("name", ["target_used", "breach_overrun", "near_miss_rate"])
def test_the_largest_come_first(sample_home: Path, name: str) -> None:
    """The same rows as behind the figure, by value; what has no value yet comes last."""
    metric = catalog().metric(name)
    asked = Question(metric=name, **QUARTER)
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        rows = query.rows_behind(cursor, metric, asked)
        found = spread.largest(cursor, metric, asked, 20)

    expected = rows["value"].sort_values(ascending=False, na_position="last").head(20)
    assert list(found["value"]) == list(expected)
    assert list(found.columns) == list(rows.columns)


@pytest.mark.parametrize("name", ["repeat_interval", "acknowledge_time"])
def test_values_are_those_of_the_rows(sample_home: Path, name: str) -> None:
    """Of lengths those that ended: an open one is at least as long, nobody knows how long."""
    metric = catalog().metric(name)
    asked = Question(metric=name, **QUARTER)
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        rows = query.rows_behind(cursor, metric, asked)
        found = spread.values(cursor, metric, asked)

    ended = rows[rows["ended_by_event"].astype(bool)] if "ended_by_event" in rows else rows
    assert sorted(found["value"]) == sorted(ended["value"])
    assert list(found.columns) == ["value"]
