"""Incidents and downtime of two real status pages, against figures that others computed."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from loaders.__main__ import main as loaders
from metrics.catalog import catalog
from metrics.warehouse.connection import open_warehouse
from tests.real.answers import figure, utc_policy
from tests.reference_answers import differences
from tests.reference_incidents import POPULATIONS
from tests.reference_landed import landed_world

FILES = {
    "google": Path("google_cloud_status") / "incidents_to_2022-01.json",
    "github": Path("github_status") / "incidents.jsonl",
}


@pytest.fixture(scope="module")
def homes(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each status page loaded into a home of its own, and the policy beside them."""
    folder = tmp_path_factory.mktemp("pages")
    found = {"policy": utc_policy(folder / "policy")}
    for name, path in FILES.items():
        found[name] = folder / name
        places = ("--home", str(found[name]), "--policy", str(found["policy"]))
        assert loaders(["load", str(shared / "data" / path), *places]) == 0
    return found


@pytest.fixture(scope="module")
def answers(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "data" / "reference_answers.json").read_text())
    return found


def minutes(start: str, end: str) -> float:
    """Whole seconds between two instants, in minutes."""
    first, last = (datetime.fromisoformat(each).replace(microsecond=0) for each in (start, end))
    return (last - first).total_seconds() / 60


def google(shared: Path) -> list[dict[str, str]]:
    text = (shared / "data" / FILES["google"]).read_text(encoding="utf-8")
    rows: list[dict[str, str]] = json.loads(text)
    return rows


def test_google_detect(homes: dict[str, Path], answers: dict[str, Any], shared: Path) -> None:
    """85 incidents, mean 2,196.27 min; one was created before it began and is left out."""
    expected = answers["google_cloud_status"]["begin_to_created_min"]
    waits = [minutes(row["begin"], row["created"]) for row in google(shared)]

    mean, n = figure(homes["google"], "time_to_detect", "mean")

    early = [wait for wait in waits if wait < 0]
    assert (n, len(early)) == (expected["n"] - 1, 1)
    assert (mean * n + sum(early)) / expected["n"] == pytest.approx(expected["mean"], abs=1e-2)


def test_google_restore(homes: dict[str, Path], answers: dict[str, Any], shared: Path) -> None:
    """85 incidents, mean 2,576.25 min from begin to end; those that were posted after their end
    are restored at their posting, not before."""
    expected = answers["google_cloud_status"]["begin_to_end_min"]
    late = [minutes(row["end"], row["created"]) for row in google(shared)]

    mean, n = figure(homes["google"], "time_to_restore", "mean")

    assert n == expected["n"]
    more = sum(each for each in late if each > 0)
    assert (mean * n - more) / n == pytest.approx(expected["mean"], abs=1e-2)


def test_major_incidents(homes: dict[str, Path], answers: dict[str, Any]) -> None:
    """6 of high severity at Google Cloud, 28 critical ones at GitHub."""
    severe = answers["google_cloud_status"]["by_severity"]["high"]
    critical = answers["github_status"]["by_impact"]["critical"]

    assert figure(homes["google"], "major_incidents")[0] == severe
    assert figure(homes["github"], "major_incidents")[0] == critical


@pytest.mark.parametrize("name, hours", [("google", 2156.4014), ("github", 713.595)])
def test_downtime_and_uptime(homes: dict[str, Path], name: str, hours: float) -> None:
    """By week, over all time and by service as the reference walks through it."""
    ours = landed_world(homes[name], homes["policy"])
    once = {story.case["case_id"]: story for story in ours.stories}
    ours = replace(ours, stories=list(once.values()))

    with open_warehouse(homes[name]) as warehouse:
        wrong = [
            line
            for metric in ("downtime", "uptime")
            for line in differences(
                warehouse, catalog()[metric], list(POPULATIONS[metric](ours)), ours, ours.zone,
                ("system", "severity"),
            )
        ]  # fmt: skip

    assert wrong == []
    assert figure(homes[name], "downtime")[0] == pytest.approx(hours, abs=1e-3)
