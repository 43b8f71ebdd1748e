"""Tables of cases show every column that stands in their head: none is cut off at the edge."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import EXPORTS, Served, ready, run

pytestmark = pytest.mark.browser
SLOW = 30_000  # ms
HIDDEN = "table => table.querySelector('.dvn-scroller').scrollWidth - table.clientWidth"


@pytest.fixture(scope="module")
def address(served: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The dashboard of the whole sample, whose tables hold every kind of row."""
    home = tmp_path_factory.mktemp("tables")
    run("load", str(EXPORTS), "--home", str(home))
    return served(home)


@pytest.mark.parametrize("card", ["attention", "majors"])
def test_a_desk_shows_every_column(address: str, page: Page, card: str) -> None:
    """At 1280 px nobody has to scroll a table of the weekly page to the side."""
    page.goto(f"{address}/weekly?week=2026-W46")
    ready(page)

    table = page.locator(f".st-key-{card} [data-testid=stDataFrame]")
    table.locator("canvas").first.wait_for(timeout=SLOW)
    page.wait_for_timeout(500)  # columns take the width of their words

    assert table.evaluate(HIDDEN) <= 0
