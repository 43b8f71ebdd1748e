"""Landed exports and a policy become a new warehouse file: built aside, checked, swapped in.

`warehouse = build(exports, policy, as_of)`: nothing of an older warehouse goes into it. A
build that fails or is killed leaves the old one serving.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from metrics import policy as policies
from metrics.errors import WarehouseError
from metrics.warehouse import (
    backtest,
    calendars,
    checks,
    clusters,
    connection,
    hours,
    intake,
    models,
    periods,
    placing,
    service_names,
    service_terms,
    undated,
    vocabulary,
)
from metrics.warehouse.contract import LandedExport

KEPT_VERSIONS = 3  # the serving one, and two that readers may still have open
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build made: counts, the watermark, seconds by step in order, and what the backtest
    of the chances of breach says."""

    version: str
    as_of: datetime | None
    cases: int
    events: int
    promises: int
    rejected: int
    seconds: float
    steps: tuple[tuple[str, float], ...] = ()
    backtest: str = ""


def build(
    home: Path,
    policy_dir: Path,
    exports: Sequence[LandedExport],
    as_of: datetime | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build, check and publish a warehouse; the caller holds the lock of `home`.

    `as_of` (naive UTC) cuts the history there; default is the newest event. Raises
    `PolicyError` or `WarehouseError`, and then the old warehouse goes on serving.
    """
    policy = policies.load(policy_dir)
    folder = connection.warehouse_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    version = f"warehouse-{time.time_ns()}.duckdb"
    unfinished = folder / f"{version}.building"
    steps = _Steps(progress)
    try:
        with connection.building(unfinished, folder / "spill.building") as built:
            # Numbers packed by bits would halve the file and take a third more to write and read.
            built.execute("set disabled_compression_methods = 'bitpacking'")
            _derive(built, policy, exports, as_of, version, steps)
            report = _report(built, version, steps)
            built.execute("checkpoint")
    except duckdb.Error as error:
        raise WarehouseError(
            f"the build stopped: {str(error).splitlines()[0]}",
            where=str(home),
            next_step="The old warehouse goes on serving. Withdraw the newest file or report this.",
        ) from error
    _publish(unfinished, folder / version)
    _keep_newest(folder)
    return report


def retire(home: Path) -> None:
    """Let no warehouse serve any more; the caller holds the lock. The files stay until others
    take their place, for readers that have them open."""
    pointer = connection.warehouse_folder(home) / connection.POINTER
    if pointer.exists():
        pointer.unlink()
        _sync(pointer.parent)


def _derive(
    built: duckdb.DuckDBPyConnection,
    policy: policies.Policy,
    exports: Sequence[LandedExport],
    as_of: datetime | None,
    version: str,
    steps: "_Steps",
) -> None:
    with steps.step("reading exports"):
        stages = intake.fill(built, exports, as_of)
        placing.set_aside_future(built, stages)
        placing.watermark(built, as_of, policy.reporting)
    with steps.step("placing events"):
        clusters.prepare(built)
        models.run(built, models.PLACING)
        placing.set_aside_unplaced(built, stages)
        placing.count_repeats(built, stages)
    with steps.step("subjects"):
        clusters.cluster_tables(built)
    with steps.step("states"):
        calendars.policy_tables(built, policy)
        models.run(built, models.STATES)
        vocabulary.create_types(built)
        models.run(built, models.STRETCHES)
        calendars.clock_tables(built, policy)
    for title, names in models.CLOCK:
        with steps.step(title):
            models.run(built, names)
    with steps.step("cases and promises"):
        models.run(built, models.PROMISES)
    with steps.step("marts"):
        periods.date_tables(built, policy.reporting.zone)
        hours.hour_table(built, policy.reporting.zone)
        service_terms.service_tables(built, policy)
        models.run(built, models.MARTS)
        placing.add_lines(built, exports)
        service_names.warn(built, policy)
        undated.warn(built)
        calendars.meta(built, policy, version)
    with steps.step("chances of breach"):
        steps.backtest = backtest.risk_tables(built)
    with steps.step("checks"):
        checks.run(built)


def _report(built: duckdb.DuckDBPyConnection, version: str, steps: "_Steps") -> BuildReport:
    counted = built.sql(
        "select (select as_of from meta), (select count(*) from fct_cases),"
        " (select coalesce(sum(events), 0) from sources), (select count(*) from fct_promises),"
        " (select count(*) from rejected_rows)"
    ).fetchall()[0]
    as_of, cases, events, promises, rejected = counted
    done = tuple(steps.done)
    seconds, tested = steps.total(), steps.backtest
    return BuildReport(version, as_of, cases, events, promises, rejected, seconds, done, tested)


def _publish(unfinished: Path, final: Path) -> None:
    """Make the file whole on disk, give it its name, then move the pointer to it."""
    if unfinished.with_name(unfinished.name + ".wal").exists():
        raise WarehouseError("the build left a write-ahead log", where=unfinished.name)
    _sync(unfinished)
    os.replace(unfinished, final)
    _sync(final.parent)  # the file has its name on disk before the pointer says so
    pointer = final.parent / connection.POINTER
    draft = pointer.with_name(pointer.name + ".building")
    draft.write_text(final.name + "\n", encoding="utf-8")
    _sync(draft)
    os.replace(draft, pointer)
    _sync(final.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what a killed build left behind."""
    for leftover in folder.glob("*.building*"):
        if leftover.is_dir():
            for piece in leftover.iterdir():
                piece.unlink()
            leftover.rmdir()
        else:
            leftover.unlink()


def _keep_newest(folder: Path) -> None:
    versions = sorted(folder.glob("warehouse-*.duckdb"), key=lambda path: path.name)
    for old in versions[:-KEPT_VERSIONS]:
        old.unlink()


class _Steps:
    """Times the steps and tells whoever waits."""

    def __init__(self, progress: Progress | None) -> None:
        self.done: list[tuple[str, float]] = []
        self.backtest = ""
        self._progress = progress
        self._expected = 7 + len(models.CLOCK) + 1

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        if self._progress:
            self._progress(title, len(self.done) / self._expected)
        began = time.monotonic()
        try:
            yield
        finally:
            self.done.append((title, time.monotonic() - began))

    def total(self) -> float:
        return sum(seconds for _, seconds in self.done)
