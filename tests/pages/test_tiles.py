"""Every tile of every page shows what the command line prints for the same question."""

from pathlib import Path

import pytest

from pages.ui.sites import SITES
from tests.pages.conftest import Opened, panels
from tests.printed import printed

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
