"""Homes for the crash tests: an old warehouse, and what an undisturbed load makes of it."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.crash.process import Home, seconds_of

# Small enough that twenty kills and reruns take about a minute, large enough to be hit everywhere.
OLD_CASES, NEW_CASES = 150, 900
EVENTS = ("created", "acknowledged", "replied", "resolved")
MAPPING = PROJECT / "tests/crash/mapping.yaml"


@dataclass(frozen=True)
class Story:
    """A home with the old warehouse, the next load, and how both end undisturbed."""

    home: Home
    load: tuple[str, ...]
    seconds: float
    old: str
    new: str

    def copy(self, folder: Path) -> Home:
        """The old state in a folder of its own."""
        shutil.copytree(self.home.folder, folder)
        return Home(folder)


def write_export(path: Path, cases: range) -> Path:
    """An event log: each case created, acknowledged, answered and (four in five) resolved."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["case", "at", "what", "who", "tier", "severity"])
        for case in cases:
            day = f"2026-{case % 9 + 1:02d}-{case % 28 + 1:02d}"
            for step, event in enumerate(EVENTS[: 3 if case % 5 == 0 else 4]):
                at = f"{day} {8 + 3 * step:02d}:{case % 60:02d}:00"
                tier = ("Platinum", "Gold", "Silver")[case % 3]
                rows.writerow([f"C{case:05d}", at, event, "ann", tier, f"S{case % 4 + 1}"])
    return path


def load_command(export: Path) -> tuple[str, ...]:
    return (
        *("load", str(export)),
        *("--mapping", str(MAPPING), "--time-zone", "UTC", "--date-order", "ymd"),
    )


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Made once per worker: the old state, and the same load run to its end in a copy."""
    folder = tmp_path_factory.mktemp("crash")
    home = Home(folder / "old")
    home.run(*load_command(write_export(folder / "old.csv", range(OLD_CASES))))
    old = home.figures()
    load = load_command(write_export(folder / "new.csv", range(OLD_CASES, NEW_CASES)))
    shutil.copytree(home.folder, folder / "undisturbed")
    undisturbed = Home(folder / "undisturbed")
    seconds = seconds_of(lambda: undisturbed.run(*load))
    return Story(home, load, seconds, old, undisturbed.figures())
