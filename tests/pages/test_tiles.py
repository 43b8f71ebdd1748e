"""Every tile of every page shows what the command line prints for the same question."""

import shlex
from pathlib import Path

import pytest

from metrics import report
from metrics.__main__ import _fields, parser
from metrics.catalog import catalog
from metrics.statistics import FEWEST_DECIDED
from metrics.warehouse.connection import open_warehouse
from metrics.wording import count, total, value
from pages.ui.sites import SITES
from tests.pages.conftest import Opened, panels

PAGES = [site.slug for site in SITES if site.group and site.period]
LINKS: list[dict[str, str]] = [
    {"week": "2026-W46"},
    {"from": "2026-08-03", "to": "2026-10-04", "tier": "Gold", "team": "Frontline"},
]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("page", PAGES)
def test_a_tile_says_what_the_command_prints(
    opened: Opened, sample_home: Path, page: str, link: dict[str, str]
) -> None:
    """The command in the help of each tile gives the figure of the tile."""
    app = opened(sample_home, page, **link)

    assert panels(app) == []
    tiles = app.session_state["_tiles"]
    assert bool(tiles) == bool(app.metric)
    shown = {each.label.replace("\\", ""): each.value for each in app.metric}
    for title, (text, command) in tiles.items():
        assert shown[title] == text
        assert text == printed(sample_home, command), f"{title}: {command}"


def printed(home: Path, command: str) -> str:
    """What the command prints, in the words of a tile."""
    asked = parser().parse_args(shlex.split(command.removeprefix("python -m metrics")))
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        row = report.report(cursor, asked.names, **_fields(asked, cursor))[1][0]
    metric = catalog().metric(asked.names[0])
    if metric.family == "share" and 0 < row["n"] < FEWEST_DECIDED:
        return f"{count(round(row['value'] * row['n']))} of {count(row['n'])}"
    if (asked.aggregation or metric.aggregation) == "sum":
        return total(row["value"], row["unit"])
    return value(row["value"], row["unit"], metric.decimals)
