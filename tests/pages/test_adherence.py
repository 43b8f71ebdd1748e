"""Adherence by tier: its parts add up to its tiles, and its rows are those of the figures."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics.__main__ import main
from pages.ui import charts_adherence
from tests.pages.conftest import Opened, words

QUARTER = {"from": "2026-08-17", "to": "2026-11-15"}
GOLD = QUARTER | {"tier": "Gold", "promise": "resolve"}


def spec(app: AppTest, key: str) -> Any:
    """The data of a chart."""
    found = [each for each in app.get("plotly_chart") if key in each.proto.id]
    return json.loads(found[0].proto.spec)["data"]


def tile(app: AppTest, label: str) -> str:
    return next(str(each.value) for each in app.metric if each.label == label)


@pytest.mark.parametrize("link", [QUARTER, GOLD])
def test_the_squares_add_up_to_the_adherence(
    opened: Opened, sample_home: Path, link: dict[str, str]
) -> None:
    """Met and decided of all squares are those of the tile."""
    app = opened(sample_home, "adherence", **link)

    texts = [text for trace in spec(app, "squares_click") for text in trace.get("text") or []]
    counts = [
        text.replace("</b>", " ").replace("<br>", " ").split()[-1].split("/") for text in texts
    ]
    met, decided = (sum(int(pair[place]) for pair in counts) for place in (0, 1))
    assert decided > 0
    assert f"{met:,} of {decided:,} decided" in words(app)


@pytest.mark.parametrize("link", [QUARTER, GOLD])
def test_breaches_are_what_was_decided_and_not_met(
    opened: Opened, sample_home: Path, link: dict[str, str]
) -> None:
    """The table of breaches has a row for each, the longest over its target first."""
    app = opened(sample_home, "adherence", **link)

    said = next(each.value for each in app.caption if "decided · 95 %" in each.value)
    met, decided = (int(part.replace(",", "")) for part in (said.split()[0], said.split()[2]))
    rows = app.dataframe[0].value
    assert len(rows) == decided - met
    assert all(rows["over by"] != "0")


def test_near_misses_are_those_of_the_tile(opened: Opened, sample_home: Path) -> None:
    app = opened(sample_home, "adherence", **QUARTER, show="near")

    rows = app.dataframe[0].value
    met = next(each.value for each in app.caption if "met: 90 %" in each.value)
    whole = int(met.split()[1].replace(",", ""))
    assert tile(app, "Near misses").startswith(f"{100 * len(rows) / whole:.1f}")
    assert len(rows) > 0


def test_the_curve_says_how_many_were_in_time() -> None:
    """At the target; kinds in the order of a case, whatever order they come in."""
    frame = pd.DataFrame(
        {
            "promise": ["resolve"] * 3 + ["acknowledge"] * 3,
            "up_to": [0, 100, 150] * 2,
            "n": [0, 3, 4, 1, 9, 10],
            "share": [0, 0.75, 1, 0.1, 0.9, 1],
        }
    )

    chart = charts_adherence.used(frame)

    assert "Acknowledge: 90\u2009% within the target; Resolve: 75\u2009%" in chart.alt
    assert [list(line.y) for line in chart.figure.data] == [[10, 90, 100], [0, 75, 100]]


def test_a_source_that_judges_otherwise_is_told_as_the_command_tells_it(
    opened: Opened, sample_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tallies of `python -m metrics reconcile`, and a row for each verdict that differs."""
    main(["reconcile", "--source", "servicenow_event_log", "--home", str(sample_home)])
    told = capsys.readouterr().err.splitlines()[0].split()

    app = opened(sample_home, "adherence", **QUARTER)

    said = words(app).replace("\\", "")
    assert f"{told[3]} of {told[0]} verdicts agree; {told[5]} differ" in said
    tables = [frame.value for frame in app.dataframe if "why" in frame.value.columns]
    assert [len(frame) for frame in tables] == [int(told[5])]


def test_what_no_rows_are_called_is_named(opened: Opened, sample_home: Path) -> None:
    app = opened(sample_home, "adherence", **QUARTER, show="misses")

    assert 'show "misses"' in app.warning[0].value.replace("\\", "")
    assert "Breaches" in words(app)


def test_weeks_too_few_for_a_share_are_said_in_words(opened: Opened, one_case: Path) -> None:
    """One case decides fewer than five promises: there would be axes and no point."""
    app = opened(one_case, "adherence")

    assert "Fewer than 5 promises were decided in each of these weeks" in words(app)
    assert not [each for each in app.get("plotly_chart") if "trend_weeks" in each.proto.id]
