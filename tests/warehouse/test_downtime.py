"""Impacts and maintenance become disjoint downtime, whatever the rows look like."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.builders import T
from tests.conftest import PROJECT
from tests.warehouses import ALL_EVIDENCE, Row, landed

POLICY = PROJECT / "sample_data" / "policy"
END = T("2026-03-10 00:00")


@contextmanager
def built(home: Path, policy: Path = POLICY, **tables: list[Row]) -> Iterator[Any]:
    """A cursor on the warehouse of these contract rows, as of Tuesday 10 March 00:00Z."""
    tables.setdefault("cases", [incident("I1")])
    tables.setdefault("case_events", [opened("I1", T("2026-03-02 09:00"))])
    build(home, policy, [landed(home, tables, ALL_EVIDENCE, "page")], END)
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        yield cursor


def incident(case_id: str, **fields: Any) -> Row:
    return {"case_id": case_id, "kind": "incident", "severity": "S1", "system": "API"} | fields


def opened(case_id: str, instant: datetime, kind: str = "created") -> Row:
    return {"case_id": case_id, "event_at": instant, "type": kind, "seq": 1, "row_number": 1}


def impact(start: str, end: str | None, weight: float | None = 1.0, **fields: Any) -> Row:
    """An impact of March 2026; times are "2 09:00"."""
    row = {"case_id": "I1", "system": "API", "started_at": when(start), "weight": weight}
    return row | {"ended_at": end and when(end)} | fields


def when(text: str) -> datetime:
    day, clock = text.split()
    return T(f"2026-03-{int(day):02} {clock}")


def hours(cursor: Any) -> float:
    """All downtime."""
    found = run(cursor, catalog()["downtime"], Question(metric="downtime"))
    return float(found.iloc[0]["value"])


@pytest.mark.parametrize(
    "impacts, expected",
    [
        ([impact("2 09:00", "2 10:00")], 1.0),
        ([impact("2 09:00", "2 11:00"), impact("2 10:00", "2 12:00")], 3.0),
        ([impact("2 09:00", "2 12:00", 0.5), impact("2 10:00", "2 11:00")], 2.0),
        ([impact("2 09:00", "2 10:00"), impact("2 09:00", "2 10:00", system="Web")], 2.0),
        ([impact("2 23:30", "3 00:30")], 1.0),
        ([impact("9 22:00", None)], 2.0),
        ([impact("9 22:00", "11 22:00")], 2.0),
        ([impact("2 09:00", "2 10:00", None)], 1.0),
        ([impact("2 09:00", "2 10:00", 7.0)], 1.0),
        ([impact("2 09:00", "2 10:00", case_id="unheard of")], 1.0),
        ([impact("2 09:00", "2 10:00", case_id=None)], 1.0),
        ([impact("1 09:00", "1 10:00")], 1.0),
        ([impact("2 10:00", "2 09:00")], 0.0),
        ([impact("2 09:00", "2 09:00")], 0.0),
        ([impact("2 09:00", "2 10:00", 0.0)], 0.0),
        ([impact("12 09:00", "12 10:00")], 0.0),
        ([], 0.0),
    ],
    ids=(
        "one", "overlap counts once", "the heaviest counts", "services are apart", "midnight",
        "no end", "end after the watermark", "no weight is all of it", "weight above 1",
        "unknown incident", "no incident", "before the first case", "back to front",
        "no second", "no weight at all", "after the watermark", "nothing",
    ),
)  # fmt: skip
def test_downtime_of(tmp_path: Path, impacts: list[Row], expected: float) -> None:
    """Hours lost, worked by hand."""
    with built(tmp_path, impacts=impacts) as cursor:
        found = hours(cursor)

    assert found == expected


def test_policy_weighs_the_words_it_knows(tmp_path: Path) -> None:
    """A partial outage is 30 % of the service by policy, whatever the source tells; another word
    keeps the source's weight: 0.3 h degraded and 0.8 h severe."""
    told = [impact("2 09:00", "2 10:00", 0.9, impact="Partial_Outage"),
            impact("2 11:00", "2 12:00", 0.8, impact="unheard of")]  # fmt: skip
    asked = Question(metric="downtime", by=("depth",))

    with built(tmp_path, impacts=told) as cursor:
        found = run(cursor, catalog()["downtime"], asked)

    assert dict(zip(found["depth"], found["value"], strict=True)) == pytest.approx(
        {"degraded": 0.3, "severe": 0.8}
    )


def test_an_impact_without_end_ends_with_its_incident(tmp_path: Path) -> None:
    """Resolved at noon: three hours, not eight days."""
    events = [opened("I1", when("2 09:00")), opened("I1", when("2 12:00"), "resolved")]

    with built(tmp_path, case_events=events, impacts=[impact("2 09:00", None)]) as cursor:
        found = hours(cursor)

    assert found == 3.0


def test_drills_hurt_nobody(tmp_path: Path) -> None:
    """A drill is outside every figure."""
    cases = [incident("I1", is_drill=True)]

    with built(tmp_path, cases=cases, impacts=[impact("2 09:00", "2 10:00")]) as cursor:
        assert hours(cursor) == 0.0


def test_maintenance_is_no_downtime_and_no_time(tmp_path: Path) -> None:
    """Half of the incident fell into the window: 1 h lost of 24 - 2 h on Monday (in Berlin)."""
    window = {"system": "API", "started_at": when("2 08:00"), "ended_at": when("2 10:00")}
    asked = Question(
        metric="uptime", period="day", start=T("2026-03-02"), end=T("2026-03-02 23:00")
    )

    with built(tmp_path, impacts=[impact("2 09:00", "2 11:00"), impact("1 01:00", "1 01:00")],
               maintenance=[window, window]) as cursor:  # fmt: skip
        assert hours(cursor) == 1.0
        days = cursor.execute("select * from fct_service_days order by from_at").df()
        run(cursor, catalog()["uptime"], asked)

    monday = days[days["day"] == "2026-03-02"].iloc[0]
    assert monday["maintenance_seconds"] == 7200
    assert monday["weighted_seconds"] == 3600
    assert monday["observed_seconds"] == 86400
    assert len(days) == 10
