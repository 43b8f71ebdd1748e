"""Real exports through the two command lines: load, then report."""

import csv
import gzip
import json
import shutil
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loaders.__main__ import main as loaders
from metrics.__main__ import main as metrics
from tests.conftest import PROJECT

MAPPINGS = PROJECT / "tests" / "loaders" / "mappings"
FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "log": ("servicenow_event_log/opened_before_2016-05-01.csv.gz", ("--time-zone", "UTC")),
    "table": ("servicenow_table_api/incidents_REST.csv", ()),
    "bank": (
        "rabobank_incident_activity/val_split_derived.csv.gz",
        ("--mapping", str(MAPPINGS / "rabobank.yaml")),
    ),
    "cars": (
        "volvo_it_incidents/incidents_derived_events.csv.gz",
        ("--mapping", str(MAPPINGS / "volvo.yaml")),
    ),
}
Activity = tuple[datetime, str, str]


def utc_policy(folder: Path) -> Path:
    """The sample policy with weeks and months cut in UTC, as the answers were computed."""
    shutil.copytree(PROJECT / "sample_data" / "policy", folder)
    file = folder / "reporting.yaml"
    file.write_text(file.read_text().replace("zone: Europe/Berlin", "zone: Etc/UTC"))
    return folder


def loaded(name: str, shared: Path, home: Path, policy: Path) -> Path:
    """The home into which one real export was loaded by the command line."""
    path, options = FILES[name]
    places = ("--home", str(home), "--policy", str(policy))
    assert loaders(["load", str(shared / "data" / path), *options, *places]) == 0
    return home


def figures(home: Path, metric: str, *options: str) -> list[dict[str, Any]]:
    """The rows that `python -m metrics report` writes as JSON."""
    out = home / "figures.json"
    asked = ["report", metric, *options, "--home", str(home), "--format", "json"]
    assert metrics([*asked, "--out", str(out)]) == 0
    found: list[dict[str, Any]] = json.loads(out.read_text())
    return found


def figure(home: Path, metric: str, aggregation: str | None = None) -> tuple[float, int]:
    """Value and n over all time."""
    chosen = ("--aggregation", aggregation) if aggregation else ()
    (row,) = figures(home, metric, *chosen)
    return row["value"], row["n"]


def spread(home: Path, metric: str) -> dict[str, float]:
    """n, mean, p50 and p90 in the metric's unit, named as the answers name them."""
    found = {a: figure(home, metric, a) for a in ("mean", "median", "p90")}
    mean, n = found["mean"]
    return {"n": n, "mean": mean, "p50": found["median"][0], "p90": found["p90"][0]}


def bank_activities(shared: Path) -> dict[str, list[Activity]]:
    """The bank's raw log by incident, in order: instant, activity number, activity."""
    found: dict[str, list[Activity]] = defaultdict(list)
    with gzip.open(shared / "data" / FILES["bank"][0], "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            at = datetime.strptime(row["DateStamp"], "%d-%m-%Y %H:%M:%S").replace(tzinfo=UTC)
            number, what = row["IncidentActivity_Number"], row["IncidentActivity_Type"]
            found[row["Incident ID"]].append((at.replace(tzinfo=None), number, what))
    return {case: sorted(rows) for case, rows in found.items()}
