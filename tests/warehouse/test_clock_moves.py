"""fct_clock_moves: what was done to a running promise to resolve, and when."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.catalog import catalog
from metrics.query import Question, run
from tests.soundness.test_ties_and_edges import at, built, events


def asked(folder: Path, name: str, *said: tuple[datetime, str, Any, Any]) -> list[tuple[int, int]]:
    """(hits, n) of a metric over a log of one S1 case: 1 h to resolve, from 09:00 on."""
    log = events((at("09:00"), "created", None, None), *said)
    with built(folder, log, case={"severity": "S1"}) as warehouse, warehouse.cursor() as cursor:
        frame = run(cursor, catalog()[name], Question(metric=name))
    return [(row["hits"], row["n"]) for row in frame.to_dict("records")]


@pytest.mark.parametrize(("clock", "late"), [("09:44:59", 0), ("09:45:00", 1), ("10:00:01", 0)])
def test_a_severity_lowered_in_the_last_quarter_is_late(
    tmp_path: Path, clock: str, late: int
) -> None:
    """From 45 minutes of the hour on, and no more once the promise is breached."""
    lowered = (at(clock), "priority_changed", "S1", "S2")
    end = (at("12:00"), "resolved", None, None)

    assert asked(tmp_path, "late_downgrade_rate", lowered, end) == [(late, 1)]


@pytest.mark.parametrize(("clock", "late"), [("09:44:59", 0), ("09:45:00", 1), ("10:00:01", 0)])
def test_a_clock_stopped_in_the_last_quarter_is_late(tmp_path: Path, clock: str, late: int) -> None:
    """The same limits; going on afterwards is no move."""
    stopped = (at(clock), "status_changed", "open", "pending")
    again = (at("11:00"), "status_changed", "pending", "open")

    assert asked(tmp_path, "late_pause_rate", stopped, again) == [(late, 1)]
