"""Tables show every column at 1280 px, and no card stands half empty."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import EXPORTS, Served, ready, run

pytestmark = pytest.mark.browser
SLOW = 30_000  # ms
BLANK = 60  # px below the words of a card: its inner edge, and what levels it with its neighbour
HIDDEN = "table => table.querySelector('.dvn-scroller').scrollWidth - table.clientWidth"

EMPTY = """card => {
    const edge = Math.max(...[...card.children].map(each => each.getBoundingClientRect().bottom));
    return card.getBoundingClientRect().bottom - edge;
}"""


@pytest.fixture(scope="module")
def address(served: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The dashboard of the whole sample, whose tables hold every kind of row."""
    home = tmp_path_factory.mktemp("tables")
    run("load", str(EXPORTS), "--home", str(home))
    return served(home)


@pytest.mark.parametrize(
    "slug, card", [("weekly", "attention"), ("weekly", "majors"), ("escalations", "unowned")]
)
def test_a_desk_shows_every_column(address: str, page: Page, slug: str, card: str) -> None:
    """At 1280 px nobody has to scroll such a table to the side."""
    page.goto(f"{address}/{slug}")
    ready(page)

    table = page.locator(f".st-key-{card} [data-testid=stDataFrame]")
    table.locator("canvas").first.wait_for(timeout=SLOW)
    page.wait_for_timeout(500)  # columns take the width of their words

    assert table.evaluate(HIDDEN) <= 0


@pytest.mark.parametrize("card", ["levels", "moved"])
def test_a_card_without_figures_is_as_tall_as_its_words(
    address: str, page: Page, card: str
) -> None:
    """The sample knows no levels and nothing passed on twice: no blank half of a card says so."""
    page.goto(f"{address}/escalations")
    ready(page)

    shown = page.locator(f".st-key-{card}")
    shown.wait_for(timeout=SLOW)
    page.wait_for_timeout(500)  # the cards beside it settle

    assert shown.evaluate(EMPTY) < BLANK
