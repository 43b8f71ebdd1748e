"""A figure reads the same on its tile, above its cases, in Reports and in a comparison."""

from pathlib import Path

import pytest

from metrics.__main__ import main
from metrics.unit import THIN_SPACE
from tests.pages.conftest import Opened, words

PERIOD = {"from": "2026-08-17", "to": "2026-11-15"}
# Page of the tile, metric, its tile: with decimals of its own, a sum of hours, a portion of time.
TILES = (
    ("escalations", "case_handoffs", "Handoffs per case"),
    ("blockers", "breach_hours", "Hours past promise"),
    ("incidents", "uptime", "Uptime"),
    ("escalations", "paused_share", "Paused"),
    ("weekly", "sla_adherence", "SLA adherence"),
)


@pytest.mark.parametrize("page, metric, title", TILES)
def test_a_figure_reads_the_same_on_every_page(
    opened: Opened, sample_home: Path, page: str, metric: str, title: str
) -> None:
    """0.65 handoffs a case were "1" above their cases and in Reports, 2,327 hours "97.0 d", and
    an uptime of 99.918 % was "99.9 %"."""
    period = {"week": "2026-W46"} if page == "weekly" else PERIOD
    tiles = opened(sample_home, page, **period).metric
    said = next(tile.value for tile in tiles if tile.label == title)
    reports = opened(sample_home, "reports", metric=metric, grain="all", **period)
    cases = words(opened(sample_home, "cases", metric=metric, **period)).replace("\\", "")

    assert list(reports.dataframe[0].value["value"]) == [said]
    assert f": {said} (" in cases
    assert ("No case is behind this figure" in cases) is (metric == "uptime")


def test_a_comparison_says_figures_as_the_pages_do(
    sample_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentences said "1 (n 74) in 2026-W40, 1 (n 79) in 2026-W46: +0", and "5.5 d, 16.5 h"."""
    names = ["case_handoffs", "breach_hours"]
    asked = ["compare", *names, "--between", "2026-W40", "--and", "2026-W46"]
    assert main([*asked, "--home", str(sample_home)]) == 0
    handoffs, hours = capsys.readouterr().err.splitlines()

    assert handoffs.startswith("Handoffs per case: 0.")
    assert hours.count(f"{THIN_SPACE}h (n ") == 2
