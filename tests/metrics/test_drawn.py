"""Charts of weeks: a share of few has no point, and none has room above the whole."""

import math

import pandas as pd
import pytest

from metrics.catalog import catalog
from metrics.drawing import span
from metrics.figures import Figure


def weeks(*pairs: tuple[int, int]) -> pd.DataFrame:
    """Hits and n of each week."""
    starts = pd.date_range("2026-09-07", periods=len(pairs), freq="7D")
    return pd.DataFrame(
        {
            "period": [f"2026-W{37 + place}" for place in range(len(pairs))],
            "start_at": starts,
            "value": [hits / n if n else None for hits, n in pairs],
            "n": [n for _, n in pairs],
            "hits": [hits for hits, _ in pairs],
        }
    )


def figure(metric: str, *pairs: tuple[int, int]) -> Figure:
    found = catalog().metric(metric)
    return Figure(found.title, found, found.unit, weeks(*pairs), None, False)


def test_a_share_of_fewer_than_five_has_no_point() -> None:
    """4 of 4 would be 100 %, at the very top of the chart; the rows keep it for the file."""
    found = figure("sla_adherence", (9, 10), (4, 4), (0, 0), (5, 5), (0, 2))

    assert found.points == [0.9, None, None, 1.0, None]
    assert list(found.weeks["value"].fillna(-1)) == [0.9, 1.0, -1, 1.0, 0.0]
    assert found.text == "0 of 2"


def test_what_is_no_share_of_rows_keeps_every_point() -> None:
    """Two cases opened in a week are two."""
    found = figure("cases_opened", (2, 2), (9, 1))

    assert found.points == found.values


@pytest.mark.parametrize(
    "values, unit, size, most",
    [
        ([1.0, 1.0], "share", 0.01, 101.0),  # uptime without a fault: not up to 114 %
        ([0.9, 0.98], "share", 0.01, 100.0),
        ([1.0, 1.2], "share", 0.01, math.inf),  # what is used of a target may be more than it
        ([10.0, 10.0], "count", 1, math.inf),
    ],
)
def test_no_room_is_left_above_the_whole(
    values: list[float], unit: str, size: float, most: float
) -> None:
    """The axis holds every point, and a share ends just above 100 %."""
    points = pd.Series(values) / size

    low, high = span(points, None, size, unit) or (0.0, 0.0)

    assert low < points.min()
    assert points.max() < high <= most
