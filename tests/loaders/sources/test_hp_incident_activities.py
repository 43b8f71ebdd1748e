"""A bank's incident activities need a zone and no mapping file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.__main__ import main
from tests.loaders.sources.command_line import Built

FILE = "rabobank_incident_activity/val_split_derived.csv.gz"


def test_bank_activities_need_a_zone_alone(shared: Path, real_home: Callable[..., Path]) -> None:
    """74,879 activities of 7,459 incidents; 3 of these have no Open and are set aside."""
    expected = json.loads((shared / "data" / "reference_answers.json").read_text())
    answers = expected["rabobank_incident_activity"]

    built = Built(real_home(FILE, "--time-zone", "UTC"))

    ((cases, reopened),) = built.ask(
        "select count(*), count(*) filter (reopen_count > 0) from fct_cases"
    )
    manifest = built.manifest()
    assert (manifest.reader, manifest.rows) == (
        "hp_incident_activities",
        answers["activities_after_dedup"],
    )
    assert cases == answers["incidents"] - answers["incidents_without_Open"]
    assert reopened == answers["incidents_with_Reopen"] - 3  # reopened before any close


def test_bank_activities_without_a_zone_are_a_question(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["load", str(shared / "data" / FILE), "--home", str(tmp_path)])

    assert code == 2
    assert "--time-zone" in capsys.readouterr().err
