"""A case that became a drill, and one that was called off: what pages say of their breaches."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.pages.conftest import POLICY, Opened, words
from tests.warehouses import build_rows

MONDAY = datetime(2026, 11, 9, 9)
LOG = {
    "late": (("created", 9), ("acknowledged", 15)),
    "gone": (("created", 9), ("cancelled", 16)),
    "drill": (("created", 9), ("acknowledged", 17)),
    "drilled": (("created", 9), ("acknowledged", 17)),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drill")
    cases = [
        {"case_id": name, "kind": "incident", "severity": "S1", "tier": "Gold", "row_number": n}
        | {"is_drill": name.startswith("drill")}
        | ({"drill_at": MONDAY.replace(hour=14)} if name == "drilled" else {})
        for n, name in enumerate(LOG, start=1)
    ]
    events = [
        {"case_id": name, "event_at": MONDAY.replace(hour=hour), "seq": seq, "type": kind}
        | {"actor": "Ann", "row_number": seq}
        for name, told in LOG.items()
        for seq, (kind, hour) in enumerate(told, start=1)
    ]
    build_rows(folder, cases, events, [], POLICY, datetime(2026, 11, 18, 12)).close()
    return folder


def test_only_what_was_kept_is_said_to_be_kept_at_last(opened: Opened, home: Path) -> None:
    """A case that was cancelled, or became a drill, was "kept at last" at the end of its wait."""
    app = opened(home, "adherence", **{"from": "2026-11-09", "to": "2026-11-15"})

    rows = app.dataframe[0].value
    rows = rows[rows["promise"] == "Acknowledge"].set_index("case")
    assert rows["kept at last"].to_dict() == {
        "late": "9 Nov 16:00",
        "gone": "never",
        "drilled": "never",
    }
    assert rows["over by"].to_dict() == {"late": "5 h 30 min", "gone": "6 h 30 min", "drilled": "–"}
    assert rows.loc["drilled", "of target"] == "–"


def test_a_case_says_since_when_it_is_a_drill(opened: Opened, home: Path) -> None:
    said = {name: words(opened(home, "case", case=name)).replace("\\", "") for name in LOG}

    assert "[drill since 9 Nov 15:00: earlier verdicts count]" in said["drilled"]
    assert "[drill: counts nowhere]" in said["drill"]
    assert "[drill" not in said["late"]


def test_the_tile_of_a_breach_says_no_hours_that_a_drill_brought(
    opened: Opened, home: Path
) -> None:
    """ "9 h over" stood there beside the chip: the clock had gone on after the mark."""
    said = {name: words(opened(home, "case", case=name)).replace("\\", "") for name in LOG}

    assert "a drill since" not in said["late"] + said["gone"] + said["drill"]
    assert "breached Mon 9 Nov 10:30 · a drill since 9 Nov 15:00" in said["drilled"]
    assert "Acknowledge · 30 min, always breached" in said["drilled"]
    assert "Acknowledge · 30 min, always 5 h 30 min over" in said["late"]
    assert "breached Mon 9 Nov 18:00 · still open · counts nowhere" in said["drilled"]
