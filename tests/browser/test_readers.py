"""What a leader, a lead and an analyst do, on a desk and on a phone, light and dark.

A picture of the end of each journey is kept under `.ci/shots`, for those who want to look.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from metrics.__main__ import main
from tests.browser.conftest import LOADED, Served, load, ready, run
from tests.conftest import PROJECT

pytestmark = pytest.mark.browser
SLOW = 30_000  # ms: a first figure on a loaded 2-core machine
SHOTS = PROJECT / ".ci" / "shots"
ROW, LEFT = 31, 40  # px: the height of a row of a table, and where a case number stands
SCREENS = [(1280, "light"), (390, "dark")]
MOST = 40  # turns of the wheel
PHONE = "Mozilla/5.0 (Linux; Android 15) Mobile"


@dataclass(frozen=True)
class Screen:
    """One reader's screen: a browser profile, and what tells its pictures apart."""

    context: BrowserContext
    name: str

    @property
    def is_phone(self) -> bool:
        return self.name.startswith("390")

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(address)
        ready(page)
        return page

    def keep(self, page: Page, journey: str) -> None:
        """Take a picture; no page is wider than its screen."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{journey}-{self.name}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture(scope="module")
def address(served: Served, sample_home: Path) -> str:
    """The sample's dashboard."""
    return served(sample_home)


@pytest.fixture(scope="module")
def thursday(served: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample as it stood on a Thursday morning, when Platinum promises run out."""
    home = tmp_path_factory.mktemp("thursday")
    load(home, *LOADED, build=False)
    run("build", "--as-of", "2026-11-12T09:00:00Z", "--home", str(home))
    return served(home)


@pytest.fixture(params=SCREENS, ids=lambda each: f"{each[0]}-{each[1]}")
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A desk or a phone, light or dark."""
    width, scheme = request.param
    agent = {"user_agent": PHONE} if width < 500 else {}
    size = {"width": width, "height": 1600}
    context = browser.new_context(viewport=size, color_scheme=scheme, **agent)  # type: ignore[arg-type]
    yield Screen(context, f"{width}-{scheme}")
    context.close()


def test_a_leader_goes_from_the_signal_to_the_raw_row(address: str, screen: Screen) -> None:
    """Last week, its signal, its cases, one case, a landed row; the link opens the same view."""
    page = screen.open(f"{address}/weekly")
    heading = page.get_by_role("heading", name=re.compile("Gold acknowledgements slipped"))
    expect(heading).to_be_visible(timeout=SLOW)
    screen.keep(page, "leader-weekly")

    choose(page, "Cases of a cell", "Gold · Acknowledge")
    title(page, "Gold × Acknowledge")
    click_case(page)
    title(page, "T-")
    choose(page, "Raw row of an event")
    expect(page.get_by_text(re.compile("^Raw row: "))).to_be_visible(timeout=SLOW)
    screen.keep(page, "leader-case")

    second = screen.open(page.url)
    expect(second.get_by_role("heading", level=1)).to_have_text(title(page, "T-"), timeout=SLOW)
    expect(second.get_by_text(re.compile("^Raw row: "))).to_be_visible(timeout=SLOW)


def test_a_lead_opens_what_breaches_next(thursday: str, screen: Screen) -> None:
    """Platinum, within four hours of working time: the next case, and the one after it."""
    page = screen.open(f"{thursday}/sla_risk?tier=Platinum")
    page.get_by_test_id("stButtonGroup").get_by_text("4 h", exact=True).click()
    page.wait_for_url(re.compile("look=4h"), timeout=SLOW)
    expect(
        page.get_by_role("heading", name=re.compile(r"\d+ Platinum promises? falls? due"))
    ).to_be_visible(timeout=SLOW)
    screen.keep(page, "lead-risk")

    click_case(page)
    first = title(page, "T-")
    page.get_by_role("button", name="Next of these cases").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first, timeout=SLOW)
    screen.keep(page, "lead-case")


def test_an_analyst_takes_rows_that_add_up_to_the_tile(
    address: str, screen: Screen, tmp_path: Path
) -> None:
    """The rows behind a tile, as CSV: as many as the tile says."""
    page = screen.open(f"{address}/flow?week=2026-W46&tier=Gold")
    tile = page.locator("[class*='st-key-tile_cases_opened']")
    value = int(tile.get_by_test_id("stMetricValue").inner_text(timeout=SLOW))
    tile.get_by_text("Cases ›").click()
    title(page, "Gold")

    with page.expect_download(timeout=SLOW) as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    download.value.save_as(tmp_path / "rows.csv")

    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == value > 0
    assert {row["tier"] for row in rows} == {"Gold"}
    screen.keep(page, "analyst-cases")


def test_what_is_made_on_the_click_is_of_the_page(
    address: str, browser: Browser, sample_home: Path, tmp_path: Path
) -> None:
    """The brief is the command's to the last byte; the rows of a card are those of its filters."""
    page = browser.new_page()
    page.goto(f"{address}/weekly?week=2026-W46&tier=Gold")
    ready(page)
    wanted = tmp_path / "wanted.pdf"
    asked = ["--week", "2026-W46", "--where", "tier=Gold", "--format", "pdf"]
    main(["brief", *asked, "--home", str(sample_home), "--out", str(wanted)])

    squares = taken(page, page.locator(".st-key-matrix_click_csv button >> visible=true").first)
    page.get_by_role("button", name="Brief").click()
    brief = taken(page, page.get_by_role("button", name="PDF"))

    assert brief == wanted.read_bytes()
    assert {row["tier"] for row in csv.DictReader(squares.decode("utf-8-sig").splitlines())} == {
        "Gold"
    }
    page.close()


def taken(page: Page, button: Locator) -> bytes:
    """The file that a button gives."""
    with page.expect_download(timeout=SLOW) as download:
        button.click()
    return Path(download.value.path()).read_bytes()


def choose(page: Page, box: str, option: str | None = None) -> None:
    """Pick from a box, as the keyboard can: the option named, else the first."""
    field = page.get_by_role("combobox", name=box)
    field.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # charts and tables above it settle, and move it
    field.click()
    found = page.get_by_role("option")
    if option and field.is_editable():
        field.fill(option)
    elif option:  # on a phone nothing is typed; the list draws only what is in sight
        found = found.filter(has_text=option)
        page.get_by_role("listbox").hover()
        for _ in range(MOST):
            if found.count():
                break
            page.mouse.wheel(0, ROW * 3)
            page.wait_for_timeout(100)
    found.first.click()


def title(page: Page, text: str) -> str:
    """The title of the page once it holds `text`."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(text, timeout=SLOW)
    ready(page)
    return heading.inner_text()


def click_case(page: Page) -> None:
    """Click the case number of the first row; the table is a canvas."""
    canvas = page.get_by_test_id("stDataFrame").locator("canvas").first
    canvas.wait_for(timeout=SLOW)
    page.wait_for_timeout(700)  # the grid measures its columns once more after it is drawn
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + LEFT, box["y"] + ROW * 1.5)
