"""Writes the sample exports: eighteen months of one vendor, the same bytes from the same seed."""

import sys
from pathlib import Path
from random import Random

from loaders import sample_readiness as readiness
from loaders.sample_arrivals import Chances, arrivals
from loaders.sample_cases import Case, live
from loaders.sample_files import (
    ACCOUNT_COLUMNS,
    EVENT_COLUMNS,
    account_rows,
    event_rows,
    text_of,
    write_text,
)
from loaders.sample_flat_mappings import FLAT_MAPPINGS
from loaders.sample_flaws import with_flaws
from loaders.sample_incidents import INCIDENT_COLUMNS, incident_rows
from loaders.sample_mappings import MAPPINGS
from loaders.sample_servicenow import COLUMNS, log_rows
from loaders.sample_stories import stories
from loaders.sample_vendor import accounts

SEED = 20261102
EXPORTS = Path(__file__).resolve().parent.parent / "sample_data" / "exports"


def ordinary_cases(rng: Random) -> list[Case]:
    """What arrives by itself, each case lived in the order of arrival."""
    chances = Chances(rng)
    arrived = sorted(arrivals(rng), key=lambda case: case.created_at)
    return [live(case, chances.fate(case), rng) for case in arrived]


def number(cases: list[Case]) -> list[Case]:
    """The same cases in order of creation, each with the id its desk gives it."""
    counts = {"support": 100000, "servicenow": 40000}
    ordered = sorted(cases, key=lambda case: (case.created_at, case.subject))
    for case in ordered:
        counts[case.desk] += 1
        prefix = "T-" if case.desk == "support" else "INC00"
        case.case_id = f"{prefix}{counts[case.desk]}"
    return ordered


def world() -> list[Case]:
    """Every case of both desks, ordinary and planted, in order of creation."""
    return number(ordinary_cases(Random(SEED)) + stories(Random(SEED + 1)))


def told(cases: list[Case]) -> dict[str, list[str]]:
    """Story -> ids of the cases that tell it."""
    tellers: dict[str, list[str]] = {}
    for case in cases:
        for story in case.stories:
            tellers.setdefault(story, []).append(case.case_id)
    return tellers


def texts() -> dict[str, str]:
    """File name -> its whole text."""
    cases = world()
    support = [case for case in cases if case.desk == "support"]
    desk = [case for case in cases if case.desk == "servicenow"]
    return {
        "accounts.csv": text_of(ACCOUNT_COLUMNS, account_rows(accounts())),
        "major_incidents.csv": text_of(INCIDENT_COLUMNS, incident_rows(Random(SEED + 2))),
        "servicenow_incident_log.csv.gz": text_of(COLUMNS, log_rows(desk)),
        "support_events.csv.gz": text_of(EVENT_COLUMNS, with_flaws(event_rows(support))),
        **_flat_texts(support),
        **MAPPINGS,
        **FLAT_MAPPINGS,
    }


def _flat_texts(support: list[Case]) -> dict[str, str]:
    """The tables that hold no cases; each has a chance of its own, so that none moves another."""
    chances = [Random(SEED + place) for place in range(3, 8)]
    incidents = incident_rows(Random(SEED + 2))
    tables = {
        "contacts.csv": (readiness.CONTACT_COLUMNS, readiness.contact_rows(chances[0])),
        "downtimes.csv": (
            readiness.DOWNTIME_COLUMNS,
            readiness.downtime_rows(incidents, chances[1]),
        ),
        "drills.csv": (readiness.DRILL_COLUMNS, readiness.drill_rows(support)),
        "maintenance.csv": (readiness.WINDOW_COLUMNS, readiness.window_rows()),
        "playbooks.csv": (readiness.PLAYBOOK_COLUMNS, readiness.playbook_rows(chances[2])),
        "surveys.csv": (readiness.SURVEY_COLUMNS, readiness.survey_rows(support, chances[3])),
        "training.csv": (readiness.TRAINING_COLUMNS, readiness.training_rows(chances[4])),
    }
    return {name: text_of(columns, rows) for name, (columns, rows) in tables.items()}


def write(folder: Path) -> list[Path]:
    """Writes the exports and their mapping files into `folder`; the paths, sorted by name."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_text(folder / name, text) for name, text in sorted(texts().items())]


if __name__ == "__main__":
    for path in write(Path(sys.argv[1]) if len(sys.argv) > 1 else EXPORTS):
        print(f"{path}  {path.stat().st_size:,} bytes")
