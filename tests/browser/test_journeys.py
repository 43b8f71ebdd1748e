"""What a reader does with the dashboard, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.browser.conftest import Served, first_case, load, ready

pytestmark = pytest.mark.browser
SLOW = 30_000  # ms: a first figure on a loaded 2-core machine


@pytest.fixture(scope="module")
def address(served: Served, sample_home: Path) -> str:
    """The sample's dashboard, shared by the journeys."""
    return served(sample_home)


def test_a_deep_link_on_a_fresh_server_is_framed(
    served: Served, sample_home: Path, page: Page
) -> None:
    """Nobody has run app.py yet: the page must still come with its frame and its own sidebar."""
    name = first_case()
    page.goto(f"{served(sample_home)}/case?case={name}")
    ready(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text(name, timeout=SLOW)
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar).to_contain_text("Weekly resilience")
    expect(sidebar).not_to_contain_text("Cases")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_from_a_cell_to_its_cases_to_the_raw_row(address: str, page: Page) -> None:
    """Gold acknowledgements slipped in W46: cell, cases, case, and the landed row of an event."""
    page.goto(f"{address}/weekly?week=2026-W46")
    ready(page)
    expect(page.get_by_role("heading", name=re.compile("Gold acknowledgements"))).to_be_visible(
        timeout=SLOW
    )
    _click_bar(page, ".st-key-matrix_click", "Gold", "Acknowledge")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Gold × Acknowledge", timeout=SLOW)
    _click_first_case(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("T-", timeout=SLOW)
    expect(page.get_by_text("1 of ", exact=False).first).to_be_visible()
    page.get_by_role("combobox", name="Raw row of an event").click()
    page.get_by_role("option").first.click()
    expect(page.get_by_text("Raw row: created")).to_be_visible(timeout=SLOW)
    assert "event=0" in page.url


def test_the_link_shows_the_same_in_a_second_browser(
    address: str, page: Page, browser: Browser
) -> None:
    """Filters live in the URL: what one sees, another sees."""
    page.goto(f"{address}/weekly?week=2026-W40")
    ready(page)
    page.get_by_role("combobox", name="Tier").click()
    page.get_by_role("option", name="Gold").click()
    page.wait_for_url(re.compile("tier=Gold"), timeout=SLOW)
    ready(page)
    first = page.get_by_test_id("stMetricValue").all_inner_texts()

    context = browser.new_context(viewport={"width": 1280, "height": 1600})
    second = context.new_page()
    second.goto(page.url)
    ready(second)
    expect(second.get_by_test_id("stMetricValue")).to_have_count(6, timeout=SLOW)
    assert second.get_by_test_id("stMetricValue").all_inner_texts() == first
    week = second.get_by_role("combobox", name="Week", exact=True)
    expect(week).to_have_value(re.compile("2026-W40"))
    context.close()


def test_an_open_page_picks_up_the_first_warehouse_and_the_next(
    served: Served, tmp_path: Path, page: Page
) -> None:
    """Nobody reloads: the page shows what was loaded while it was open."""
    home = tmp_path / "home"
    page.goto(f"{served(home)}/data")
    ready(page)
    expect(page.get_by_text("Nothing is loaded yet")).to_be_visible(timeout=SLOW)

    load(home, "major_incidents.csv")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Data", timeout=SLOW)
    shown = page.get_by_text("warehouse-", exact=False).first
    before = shown.inner_text()

    load(home, "accounts.csv")

    expect(shown).not_to_have_text(before, timeout=SLOW)


def test_nothing_of_an_export_is_fetched_or_run(address: str, page: Page) -> None:
    """A dashboard asks its own server only: no font server, no image named in data."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{address}/weekly")
    ready(page)

    outside = [u for u in asked if not u.startswith((address, "data:", "blob:"))]
    assert outside == []


@pytest.mark.parametrize("width, scheme", [(390, "dark"), (1280, "light")])
def test_nothing_is_wider_than_the_screen(
    address: str, browser: Browser, width: int, scheme: str
) -> None:
    """Six equal tiles, and no sideways scrolling, on a phone and on a desk, light and dark."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/weekly?week=2026-W46")
    ready(page)
    expect(page.locator("[class*=st-key-tile_]")).to_have_count(6, timeout=SLOW)

    tiles = page.locator("[class*=st-key-tile_]").evaluate_all(
        "tiles => tiles.map(t => Math.round(t.getBoundingClientRect().height))"
    )
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= width
    assert max(tiles) - min(tiles) <= (1 if width == 1280 else 60)


def _click_bar(page: Page, chart: str, row: str, column: str) -> None:
    """Click the square of a row and a column: found by the labels of the axes."""
    page.locator(f"{chart} .js-plotly-plot").scroll_into_view_if_needed()
    across = _settled(page, page.locator(f"{chart} .xtick text", has_text=column))
    down = _settled(page, page.locator(f"{chart} .ytick text", has_text=row))
    x, y = across["x"] + across["width"] / 2, down["y"] + down["height"] / 2
    page.mouse.move(x + 12, y + 12)
    page.wait_for_timeout(300)  # Plotly drops a click that comes before its hover
    page.mouse.click(x + 12, y + 12)


def _settled(page: Page, label: Locator) -> FloatRect:
    """Where a label stands once the chart has found its margins: the same place twice."""
    seen: FloatRect | None = None
    for _ in range(40):
        label.wait_for(timeout=SLOW)
        found = label.bounding_box()
        if found is not None and found == seen:
            return found
        seen = found
        page.wait_for_timeout(500)
    raise AssertionError("the chart does not come to rest")


def _click_first_case(page: Page) -> None:
    """Click the case number of the first row; the table is a canvas."""
    canvas = page.get_by_test_id("stDataFrame").locator("canvas").first
    canvas.wait_for(timeout=SLOW)
    page.wait_for_timeout(700)  # the grid measures its columns once more after it is drawn
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 40, box["y"] + 31 * 1.5)
