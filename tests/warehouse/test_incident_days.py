"""Made incidents: every figure agrees with the reference, and a closed day keeps its figures."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

import pytest

from metrics import policy as policies
from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.builders import T
from tests.reference_answers import differences
from tests.reference_check import world
from tests.reference_incidents import POPULATIONS
from tests.warehouse.test_downtime import END, POLICY, built, incident, opened
from tests.warehouses import ALL_EVIDENCE, Row, landed

SERVICES = """\
versions:
  - services:
      - {service: API, objective: 99.9 %, used_by: {tier: Gold, account: bolt}}
      - {service: Web, used_by: {account: A}}
      - {objective: 99.5 %}
    weights: {partial_outage: 30 %}
  - effective_from: 2026-03-05
    services:
      - {service: API, used_by: {tier: [Silver, Platinum], account: [nobody]}}
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """The sample's policy, with its own words about who uses which service."""
    folder = tmp_path / "policy"
    copytree(POLICY, folder)
    (folder / "services.yaml").write_text(SERVICES, encoding="utf-8")
    return folder


@pytest.mark.parametrize("seed", range(2))
def test_made_incidents_agree_with_the_reference(tmp_path: Path, policy: Path, seed: int) -> None:
    """Overlaps, missing ends, unknown incidents, maintenance, a clock change: every figure."""
    tables = made(Random(seed))
    with built(tmp_path, policy, **tables):
        pass
    rules, told = policies.load(policy), (tables["cases"], tables["case_events"])
    ours = world(*told, tables["accounts"], ALL_EVIDENCE, rules, END)
    for table in ("impacts", "maintenance"):
        getattr(ours, table).extend(row | {"source": "page"} for row in tables[table])

    with open_warehouse(tmp_path) as warehouse:
        wrong = [
            line
            for name, population in POPULATIONS.items()
            for line in differences(
                warehouse, catalog()[name], list(population(ours)), ours,
                "Europe/Berlin", ("system", "severity", "evidence", "account", "tier", "depth"),
            )
        ]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("seed", range(2))
def test_closed_day_keeps_its_figures(tmp_path: Path, policy: Path, seed: int) -> None:
    """As of Saturday and as of Tuesday: every figure of incidents of days over by Saturday, in
    every breakdown by words that may change, is the same."""
    tables = made(Random(seed))
    middle = T("2026-03-07 00:00")

    early = closed_days(tmp_path / "early", policy, tables, middle)
    late = closed_days(tmp_path / "late", policy, tables, END)

    assert len(early) > 100
    assert {key: (early.get(key), found) for key, found in late.items()
            if early.get(key) != found} == {}  # fmt: skip


def closed_days(
    home: Path, policy: Path, tables: dict[str, list[Row]], as_of: datetime
) -> dict[Any, Any]:
    """Value and n by metric, aggregation, breakdown and day, of the days over by Friday."""
    build(home, policy, [landed(home, tables, ALL_EVIDENCE, "page")], as_of)
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
            by = tuple(one for one in ("severity", "tier") if one in metric.dimensions)
            if by and not aggregation.startswith("survival"):
                yield name, by, aggregation


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
        told.append(("postmortem_published", later(created, 9_000, 0.6)))
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
                    "impact": dice.choice(["partial_outage", "unheard of", None]),
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
    said = [("A", "Acme", "Gold", None), ("A", "Acme", "Silver", later(base, 9000))]
    said.append(("B", "Bolt", dice.choice(["Platinum", None]), None))
    names = ("account_id", "account", "tier", "effective_from")
    accounts = [dict(zip(names, one, strict=True)) | {"region": None} for one in said]
    return {
        "cases": cases + children, "case_events": events, "impacts": impacts,
        "maintenance": windows, "accounts": accounts,
    }  # fmt: skip
