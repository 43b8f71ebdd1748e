"""Escalations: handoffs add up, levels are shown where events tell of them."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import POLICY, Opened, words
from tests.warehouses import build_rows

QUARTER = {"from": "2026-08-17", "to": "2026-11-15"}
OPENED = datetime(2026, 11, 2, 9)
# T-1: desk to core and back to the desk, level 1 for two hours and level 2 for four.
MOMENTS = (
    (0, "created", None), (0, "team_assigned", "Desk"), (1, "team_assigned", "Core"),
    (2, "escalated", "1"), (3, "team_assigned", "Desk"), (4, "escalated", "2"),
    (8, "resolved", None),
)  # fmt: skip


def marks(app: AppTest, key: str) -> list[tuple[list[str], str]]:
    """(customdata, text on hover) of the bars of a chart."""
    found = [each for each in app.get("plotly_chart") if key in each.proto.id]
    traces = json.loads(found[0].proto.spec)["data"] if found else []
    bars: list[Any] = [trace for trace in traces if trace["type"] == "bar"]
    return [pair for bar in bars for pair in zip(bar["customdata"], bar["hovertext"], strict=True)]


@pytest.fixture(scope="module")
def passed_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case that two teams passed back and forth, and that climbed two levels."""
    home = tmp_path_factory.mktemp("passed_round")
    case = {"case_id": "T-1", "kind": "incident", "team": "Desk", "row_number": 1}
    events = [
        {
            "case_id": "T-1", "event_at": OPENED + timedelta(hours=hours), "seq": seq,
            "type": kind, "to_value": value, "actor": "Ann", "row_number": seq,
            "level": int(str(value)) if kind == "escalated" else None,
        }
        for seq, (hours, kind, value) in enumerate(MOMENTS, start=1)
    ]  # fmt: skip
    build_rows(home, [case], events, [], POLICY, datetime(2026, 11, 18, 12)).close()
    return home


def test_the_squares_add_up_to_the_handoffs(opened: Opened, sample_home: Path) -> None:
    app = opened(sample_home, "escalations", **QUARTER)

    counts = [int(text.split("<b>")[1].split("<")[0]) for _, text in marks(app, "moves_click")]
    handoffs = next(int(each.value) for each in app.metric if each.label == "Handoffs")
    assert sum(counts) == handoffs > 0


def test_a_case_passed_round_shows_on_every_part(opened: Opened, passed_round: Path) -> None:
    """Two handoffs, one of them back; two levels, the second four hours long."""
    app = opened(passed_round, "escalations", week="2026-W45")

    pairs = [pair for pair, _ in marks(app, "moves_click")]
    assert sorted(pairs) == [["Core", "Desk"], ["Desk", "Core"]]
    levels = {pair[0]: text for pair, text in marks(app, "level_click")}
    assert list(dict.fromkeys(levels)) == ["L1", "L2"]
    assert "4.0\u2009h" in levels["L2"]
    assert "came back to a team that had it" in words(app)
    assert [list(f.value["case"]) for f in app.dataframe if "handoffs" in f.value] == [["T-1"]]


def test_without_levels_the_page_says_what_they_need(opened: Opened, sample_home: Path) -> None:
    """The sample tells of none: the card is words, not an empty chart."""
    said = words(opened(sample_home, "escalations", **QUARTER)).replace("\\", "")

    assert "No case was at an escalation level in this period." in said
    assert "needs a matrix" in said


def test_cases_without_an_owner_are_the_open_ones(opened: Opened, sample_home: Path) -> None:
    """As they stand now, narrowed by the filters of the page."""
    app = opened(sample_home, "escalations", **QUARTER, tier="Gold")

    tables = [frame.value for frame in app.dataframe if "since" in frame.value.columns]
    assert set(tables[0]["tier"]) == {"Gold"}
    assert "2 cases; opened so long ago" in words(app)
