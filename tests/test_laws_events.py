"""Laws that hold for every log: what is closed stays closed, order is nothing, clocks nest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.connection import Warehouse
from tests.reference_logs import Log, made_log
from tests.warehouses import build_rows

SEEDS = range(5)
SECOND = timedelta(seconds=1)
FOREVER = datetime(9999, 1, 1)
Figures = dict[tuple[str, ...], Any]
STATE = ("tier", "severity", "team", "region")


def built(folder: Path, log: Log, as_of: datetime | None = None) -> Warehouse:
    rows = (log.cases, log.events, log.accounts)
    return build_rows(folder, *rows, log.policy, as_of, records=log.records)


def figures(warehouse: Warehouse, until: datetime, turn: int) -> Figures:
    """Value, n and hits of the whole catalogue by day, for the days over by `until`, every other
    aggregation on a turn; cohorts say of themselves that they go on changing."""
    found: Figures = {}
    for name, aggregation, period, answer in answers(warehouse, turn):
        if answer["end_at"] <= until and answer["n"] and not catalog()[name].cohort:
            kept = tuple(str(answer[c]) for c in ("value", "n", "hits"))
            found[name, aggregation, period] = kept
    return found


def answers(warehouse: Warehouse, turn: int) -> Iterator[tuple[str, str, str, dict[Any, Any]]]:
    for metric in catalog().values():
        every = metric.aggregations
        for aggregation in every[turn % 2 :: 2] or every:
            question = Question(metric=metric.name, period="day", aggregation=aggregation)
            with warehouse.cursor() as cursor:
                rows = run(cursor, metric, question).to_dict("records")
            yield from ((metric.name, aggregation, row["period"], row) for row in rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_closed_day_does_not_change_when_events_are_added(tmp_path: Path, seed: int) -> None:
    """Built as of T1 and as of T2 > T1: all figures of days closed by T1 are the same."""
    random = Random(seed)
    log = made_log(random, 60)
    times = sorted(e["event_at"] for e in log.events)
    first, second = times[len(times) // 2], times[-1]

    with built(tmp_path / "early", log, first) as early, built(tmp_path / "late", log) as late:
        before, after = (figures(each, first + SECOND, seed) for each in (early, late))

    assert first < second
    assert len(before) > 50
    assert {k: (before.get(k), v) for k, v in after.items() if before.get(k) != v} == {}
    assert before.keys() <= after.keys()


def parts(warehouse: Warehouse, until: datetime) -> Figures:
    """Each metric by tier, severity, team and region, for the days over by `until`; of lives those
    that are over, for what still waits goes by what it is now."""
    found: Figures = {}
    for metric in catalog().values():
        if metric.cohort:
            continue
        over = "median" if metric.aggregation.startswith("survival") else None
        for by in (name for name in STATE if name in metric.dimensions):
            asked = Question(metric=metric.name, period="day", by=(by,), aggregation=over)
            with warehouse.cursor() as cursor:
                rows = run(cursor, metric, asked).to_dict("records")
            for row in rows:
                if row["end_at"] <= until and row["n"]:
                    kept = tuple(str(row[c]) for c in ("value", "n", "hits"))
                    found[metric.name, by, row["period"], row[by]] = kept
    return found


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_closed_day_keeps_its_breakdown_when_events_are_added(tmp_path: Path, seed: int) -> None:
    """A later tier, severity or team of a case moves no figure of a day that was over from one
    tier, severity, team or region to another."""
    log = made_log(Random(seed), 60)
    times = sorted(e["event_at"] for e in log.events)
    first = times[len(times) // 2]

    with built(tmp_path / "early", log, first) as early, built(tmp_path / "late", log) as late:
        before, after = (parts(each, first + SECOND) for each in (early, late))

    assert len(before) > 500
    assert {k: (before.get(k), v) for k, v in after.items() if before.get(k) != v} == {}
    assert before.keys() <= after.keys()


@pytest.mark.parametrize("seed", range(2))
def test_a_mark_as_a_drill_takes_no_verdict_back(tmp_path: Path, seed: int) -> None:
    """Every third case is marked at T: adherence of all days over by T is the same, in all its
    breakdowns."""
    log = made_log(Random(seed), 60)
    times = sorted(e["event_at"] for e in log.events)
    at = times[len(times) * 2 // 3]
    kept = [case | {"is_drill": False} for case in log.cases]
    mark = {"is_drill": True, "drill_at": at}
    marked = [case | (mark if n % 3 == 0 else {}) for n, case in enumerate(kept)]
    found: list[Figures] = []
    for name, cases in (("kept", kept), ("marked", marked)):
        with built(tmp_path / name, replace(log, cases=cases)) as warehouse:
            told = parts(warehouse, at)
        found.append({key: value for key, value in told.items() if key[0] == "sla_adherence"})

    assert found[1] == found[0] != {}


@pytest.mark.parametrize("seed", SEEDS)
def test_contract_clock_never_runs_ahead_of_the_customers(tmp_path: Path, seed: int) -> None:
    """Calendars and pauses only take time away: elapsed <= open time by the wall clock."""
    log = made_log(Random(seed), 60)
    query = """
        select promises.case_id, promises.promise, promises.cycle
        from fct_promises as promises
        left join fct_cycles as cycles
            on cycles.case_key = promises.case_key and cycles.cycle = promises.cycle
            and promises.promise not in ('next_response', 'update')
        where promises.elapsed_seconds > coalesce(cycles.carried_seconds, 0) + epoch(
            coalesce(promises.stopped_at, (select as_of from meta))
        ) - epoch(promises.started_at)
    """

    with built(tmp_path, log) as warehouse, warehouse.cursor() as cursor:
        ahead = cursor.execute(query).fetchall()
        judged = cursor.execute("select count(*) from fct_promises").fetchall()[0][0]

    assert judged > 50
    assert ahead == []


@pytest.mark.parametrize("seed", range(3))
def test_row_order_changes_nothing(tmp_path: Path, seed: int) -> None:
    """The same rows in another order give the same figures; `seq` alone breaks ties."""
    random = Random(seed)
    log = made_log(random, 40)
    as_of = sorted(e["event_at"] for e in log.events)[len(log.events) // 2]
    parts = [random.sample(rows, len(rows)) for rows in (log.cases, log.events, log.accounts)]
    mixed = Log(*parts, log.policy, log.records, log.base)

    with built(tmp_path / "a", log, as_of) as one, built(tmp_path / "b", mixed, as_of) as other:
        tidy, shuffled = (figures(each, FOREVER, seed) for each in (one, other))

    assert len(tidy) > 50
    assert shuffled == tidy
