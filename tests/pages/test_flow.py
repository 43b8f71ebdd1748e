"""Backlog & flow: its parts add up to its tiles, and its marks lead to their cases."""

import json
from pathlib import Path

import pandas as pd

from pages.ui import charts_flow
from tests.pages.conftest import Opened, words

QUARTER = {"from": "2026-08-17", "to": "2026-11-15"}


def tile(app: object, label: str) -> int:
    """The count that a tile shows."""
    found = {each.label: each.value for each in app.metric}  # type: ignore[attr-defined]
    return int(found[label].replace(",", ""))


def marks(app: object, key: str) -> list[tuple[list[str], float]]:
    """(customdata, length) of the bars of a chart."""
    found = [each for each in app.get("plotly_chart") if key in each.proto.id]  # type: ignore[attr-defined]
    spec = json.loads(found[0].proto.spec)
    return [
        (list(data), trace["x"][place])
        for trace in spec["data"]
        for place, data in enumerate(trace["customdata"])
    ]


def test_the_ages_add_up_to_the_open_cases(opened: Opened, sample_home: Path) -> None:
    """Each open case is in one band of one tier."""
    app = opened(sample_home, "flow", **QUARTER)

    bars = [length for _, length in marks(app, "flow_ages")]
    assert sum(bars) == tile(app, "Open at the end")
    assert sum(bars) > 0


def test_the_sentence_says_the_tiles(opened: Opened, sample_home: Path) -> None:
    """What the sentence says of the backlog is what the tiles show."""
    app = opened(sample_home, "flow", **QUARTER)

    assert f"grew by {tile(app, 'Net flow')}" in words(app)
    assert f"{tile(app, 'Open at the end')} cases open at the end" in words(app)


def test_a_square_of_the_week_opens_its_cases(opened: Opened, sample_home: Path) -> None:
    """The box under the heat map offers the hours in which something came in, and leads there."""
    app = opened(sample_home, "flow", **QUARTER)

    box = next(each for each in app.selectbox if each.key == "flow_arrivals_pick")
    assert sum(int(option.split(" · ")[1].split()[0]) for option in box.options) == tile(
        app, "Opened"
    )
    box.select(box.options[0]).run()
    assert "metric" in app.query_params
    assert app.query_params["weekday"] == "1 Mon"


def test_every_hour_of_the_week_has_its_square() -> None:
    """168 squares, those without a case too, so that a quiet night is seen as quiet."""
    frame = pd.DataFrame({"weekday": ["2 Tue"], "hour": ["09"], "value": [3.0], "n": [3]})

    chart = charts_flow.arrivals(frame)

    assert len(chart.figure.data[0].x) == 7 * 24
    assert sum(chart.figure.data[0].marker.color) == 3
    assert "Tue at 09:00, 3" in chart.alt


def test_the_flow_so_far_leaves_what_is_open(opened: Opened, sample_home: Path) -> None:
    """Everything opened less everything ended is the stock of the tile."""
    app = opened(sample_home, "flow", drawn="so_far", **QUARTER)

    chart = next(each for each in app.get("plotly_chart") if "flow_so_far" in each.proto.id)
    said = chart.proto.alt_text if hasattr(chart.proto, "alt_text") else str(chart.proto)
    assert f"{tile(app, 'Open at the end')} open" in said


def test_the_silent_are_among_the_open(opened: Opened, sample_home: Path) -> None:
    """Each case is in one band of one tier; those touched within a day are in none."""
    app = opened(sample_home, "flow", **QUARTER)

    bars = [length for _, length in marks(app, "flow_latency")]
    assert 0 < sum(bars) <= tile(app, "Open at the end")


def test_no_open_case_is_no_case_attended_to(opened: Opened, sample_home: Path) -> None:
    """Where a filter leaves nothing open, the card of idle cases says that: it praised somebody
    for doing something on every open case within the last day."""
    app = opened(sample_home, "flow", severity="S1", **QUARTER)

    assert tile(app, "Open at the end") == 0
    assert "on every open case" not in words(app)
    assert words(app).count("No case is open at the end of this period") == 3
