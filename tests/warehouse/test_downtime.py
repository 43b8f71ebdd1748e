"""Impacts and maintenance become disjoint downtime, whatever the rows look like."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from metrics import policy as policies
from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.builders import T
from tests.conftest import PROJECT
from tests.reference_answers import differences
from tests.reference_check import world
from tests.reference_incidents import POPULATIONS
from tests.warehouses import ALL_EVIDENCE, Row, landed

POLICY = PROJECT / "sample_data" / "policy"
END = T("2026-03-10 00:00")


@contextmanager
def built(home: Path, **tables: list[Row]) -> Iterator[Any]:
    """A cursor on the warehouse of these contract rows, as of Tuesday 10 March 00:00Z."""
    tables.setdefault("cases", [incident("I1")])
    tables.setdefault("case_events", [opened("I1", T("2026-03-02 09:00"))])
    build(home, POLICY, [landed(home, tables, ALL_EVIDENCE, "page")], END)
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


@pytest.mark.parametrize("seed", range(2))
def test_made_incidents_agree_with_the_reference(tmp_path: Path, seed: int) -> None:
    """Overlaps, missing ends, unknown incidents, maintenance, a clock change: every figure."""
    tables = made(Random(seed))
    with built(tmp_path, **tables):
        pass
    rules = policies.load(POLICY)
    ours = world(tables["cases"], tables["case_events"], [], ALL_EVIDENCE, rules, END)
    for table in ("impacts", "maintenance"):
        getattr(ours, table).extend(row | {"source": "page"} for row in tables[table])

    with open_warehouse(tmp_path) as warehouse:
        wrong = [
            line
            for name, population in POPULATIONS.items()
            for line in differences(
                warehouse, catalog()[name], list(population(ours)), ours,
                "Europe/Berlin", ("system", "severity", "evidence", "account"),
            )
        ]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("seed", range(2))
def test_closed_day_keeps_its_figures(tmp_path: Path, seed: int) -> None:
    """As of Saturday and as of Tuesday: every figure of incidents of days over by Saturday, in
    every breakdown by words that may change, is the same."""
    tables = made(Random(seed))
    middle = T("2026-03-07 00:00")

    early = closed_days(tmp_path / "early", tables, middle)
    late = closed_days(tmp_path / "late", tables, END)

    assert len(early) > 100
    assert {key: (early.get(key), found) for key, found in late.items()
            if early.get(key) != found} == {}  # fmt: skip


def closed_days(home: Path, tables: dict[str, list[Row]], as_of: datetime) -> dict[Any, Any]:
    """Value and n by metric, aggregation, breakdown and day, of the days over by Friday."""
    build(home, POLICY, [landed(home, tables, ALL_EVIDENCE, "page")], as_of)
    found = {}
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        for name, by, aggregation in asked_of_days():
            asked = Question(metric=name, period="day", by=by, aggregation=aggregation)
            for row in run(cursor, catalog()[name], asked).to_dict("records"):
                if row["end_at"] <= T("2026-03-07 00:00") and row["n"]:
                    key = (name, by, aggregation, row["period"], *(row[each] for each in by))
                    found[key] = (str(row["value"]), row["n"])
    return found


def asked_of_days() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """A duration that goes on stands under the words of now: those are broken down where they
    ended."""
    for name in POPULATIONS:
        metric = catalog()[name]
        for aggregation in metric.aggregations:
            yield name, (), aggregation
            if not aggregation.startswith("survival") and "severity" in metric.dimensions:
                yield name, ("severity", "tier"), aggregation


def made(dice: Random) -> dict[str, list[Row]]:
    """Contract rows of twenty incidents, five tickets of each fifth one, and some windows."""
    base, minute = T("2026-03-02"), timedelta(minutes=1)

    def later(start: datetime, most: int, chance: float = 1.0) -> datetime | None:
        return start + dice.randrange(most) * minute if dice.random() < chance else None

    cases, events, impacts = [], [], []
    for number in range(20):
        name, created = f"I{number}", later(base, 11_000) or base
        cases.append(incident(name, severity=dice.choice(["S1", "S2"]), is_drill=number == 3))
        told = [("created", created), ("mitigated", later(created, 200, 0.5))]
        told.append(("resolved", later(created + 200 * minute, 300, 0.7)))
        told.append(("merged", later(created + 60 * minute, 1000, 0.2)))
        told.append(("priority_changed", later(created, 2000, 0.5)))
        for kind, at in told:
            words = {"to_value": dice.choice(["S1", "S2"]), "from_value": cases[-1]["severity"]}
            words = words if kind == "priority_changed" else {}
            events += [opened(name, at, kind) | words] if at and at <= END else []
        for _ in range(dice.randrange(3)):
            start = later(created - 60 * minute, 90) or created
            impacts.append(
                {
                    "case_id": dice.choice([name, name, "gone", None]),
                    "system": dice.choice(["API", "Web", None]),
                    "started_at": start,
                    "ended_at": later(start - minute, 2000, 0.8),
                    "weight": dice.choice([1.0, 0.3, 0.1, 0.0, None]),
                }
            )
    windows = [
        {"system": dice.choice(["API", "Web"]), "started_at": later(base, 9000)} for _ in range(6)
    ]
    for row in windows:
        row["ended_at"] = later(row["started_at"], 300)
    children = [
        {"case_id": f"T{n}", "kind": "ticket", "account_id": dice.choice(["A", "B", None]),
         "parent_id": f"I{dice.randrange(20)}"}
        for n in range(12)
    ]  # fmt: skip
    events += [opened(child["case_id"], later(base, 9000) or base) for child in children]
    return {
        "cases": cases + children, "case_events": events, "impacts": impacts,
        "maintenance": windows,
    }  # fmt: skip
