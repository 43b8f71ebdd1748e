"""Dates that were once lost, or made up, without a word."""

from pathlib import Path

import pytest

from metrics.warehouse import stages
from tests.loaders.exports import write
from tests.loaders.sources.built import asked, land_all
from tests.loaders.test_dates import read

MAPPING = """
table: events
time_zone: UTC
kind: ticket
columns: {case_id: Case, event_at: At, activity: Activity, status: Status}
activities: {Created: created, Reply: replied}
statuses: {New: new, Res: resolved}
null_values: ["2025-03-02 00:00:00"]
"""
LOG = """Case,At,Activity,Status
C-1,2025-03-01 09:00:00,Created,New
C-1,2025-03-02 00:00:00,Reply,Res
C-1,2025-03-05 10:00:00,Reply,Res
"""


def test_fractions_hide_no_offset_where_other_texts_have_none() -> None:
    """One plain day among instants with microseconds once made every instant of its column
    unreadable: 1,263 of 1,265 records were set aside."""
    assert read(["2021-08-17T13:28:57.801578Z", "2021-08-18", "2021-08-17T13:28:57.8+02:00"]) == [
        "2021-08-17 13:28:57",
        "2021-08-18 00:00:00",
        "2021-08-17 11:28:57",
    ]


@pytest.mark.parametrize("large", [0, stages.LARGE])
def test_a_date_that_stands_for_none_is_no_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """A log that calls a missing date "2025-03-02 00:00:00" had a case resolved then, three days
    early, and nothing was set aside."""
    monkeypatch.setattr(stages, "LARGE", large)
    write(tmp_path / "in", MAPPING, "log.mapping.yaml")
    land_all(tmp_path / "home", write(tmp_path / "in", LOG, "log.csv"))

    resolved, rejected = asked(
        tmp_path / "home",
        "select cast(first_resolved_at as varchar) from fct_cases",
        "select line, rule from rejected_rows",
    )

    assert resolved == [("2025-03-05 10:00:00",)]
    assert rejected == [(3, "missing_date")]
