"""What a leader, a lead and an analyst do, on a desk and on a phone, light and dark.

Each journey goes all the way on two of the four screens; on the other two, where nothing else
differs than the theme, it opens its last step by the link and looks. A picture of each step is
kept under `.ci/shots`, whose place the run prints, for those who want to look.
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
WIDE, NARROW = 1280, 390
THEMES = {WIDE: ("light", "dark"), NARROW: ("dark", "light")}  # the journey in the first one
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 20, 31)"}
SETTLED = 600  # ms: the run that a click began, and the charts after it
MOST = 40  # turns of the wheel
PHONE = "Mozilla/5.0 (Linux; Android 15) Mobile"


@dataclass
class Screen:
    """One reader's screen: a browser profile that changes its theme when asked."""

    context: BrowserContext
    width: int
    theme: str

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.emulate_media(color_scheme=self.theme)  # type: ignore[arg-type]
        page.goto(address)
        ready(page)
        return page

    def keep(self, page: Page, step: str) -> None:
        """Take a picture, in the theme that was asked for; no page is wider than its screen."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(SETTLED)
        ready(page)
        page.screenshot(path=SHOTS / f"{step}-{self.width}-{self.theme}.png")
        ground = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        assert page.evaluate(ground) == GROUNDS[self.theme]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def again(self, *steps: tuple[str, str, str]) -> None:
        """The same links in the other theme: (name of the step, link, what must be seen)."""
        self.theme = THEMES[self.width][1]
        page = self.context.new_page()
        page.emulate_media(color_scheme=self.theme)  # type: ignore[arg-type]
        for step, link, seen in steps:
            page.goto(link)
            expect(page.get_by_text(re.compile(seen)).first).to_be_visible(timeout=SLOW)
            ready(page)
            self.keep(page, step)


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


@pytest.fixture(params=THEMES)
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A desk or a phone."""
    width = request.param
    agent = {"user_agent": PHONE} if width == NARROW else {}
    context = browser.new_context(viewport={"width": width, "height": 1600}, **agent)  # type: ignore[arg-type]
    yield Screen(context, width, THEMES[width][0])
    context.close()


def test_a_leader_goes_from_the_signal_to_the_raw_row(address: str, screen: Screen) -> None:
    """Last week, its signal, its cases, one case, a landed row; the link opens the same view in a
    second browser, whose theme is the other one."""
    page = screen.open(f"{address}/weekly")
    heading = page.get_by_role("heading", name=re.compile("Gold acknowledgements slipped"))
    expect(heading).to_be_visible(timeout=SLOW)
    screen.keep(page, "leader-weekly")
    weekly = page.url

    choose(page, "Cases of a cell", "Gold · Acknowledge")
    title(page, "Gold × Acknowledge")
    click_case(page)
    name = title(page, "T-")
    choose(page, "Raw row of an event")
    expect(page.get_by_text(re.compile("^Raw row: "))).to_be_visible(timeout=SLOW)
    screen.keep(page, "leader-case")

    signal = ("leader-weekly", weekly, "Gold acknowledgements slipped")
    screen.again(signal, ("leader-case", page.url, "^Raw row: "))
    second = screen.context.pages[-1]
    expect(second.get_by_role("heading", level=1)).to_have_text(name, timeout=SLOW)


def test_a_lead_opens_what_breaches_next(thursday: str, screen: Screen) -> None:
    """Platinum, within four hours of working time: the next case, and the one after it."""
    page = screen.open(f"{thursday}/sla_risk?tier=Platinum")
    page.get_by_test_id("stButtonGroup").get_by_text("4 h", exact=True).click()
    page.wait_for_url(re.compile("look=4h"), timeout=SLOW)
    due = r"\d+ Platinum promises? falls? due"
    expect(page.get_by_role("heading", name=re.compile(due))).to_be_visible(timeout=SLOW)
    screen.keep(page, "lead-risk")
    risk = page.url

    click_case(page)
    first = title(page, "T-")
    page.get_by_role("button", name="Next of these cases").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first, timeout=SLOW)
    screen.keep(page, "lead-case")

    screen.again(("lead-risk", risk, due), ("lead-case", page.url, "Timeline and clocks"))


def test_an_analyst_takes_rows_that_add_up_to_the_tile(
    address: str, screen: Screen, tmp_path: Path
) -> None:
    """The rows behind a tile, as CSV: as many as the tile says, in either theme."""
    page = screen.open(f"{address}/flow?week=2026-W46&tier=Gold")
    tile = page.locator("[class*='st-key-tile_cases_opened']")
    value = int(tile.get_by_test_id("stMetricValue").inner_text(timeout=SLOW))
    screen.keep(page, "analyst-flow")
    flow = page.url
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

    cases = ("analyst-cases", page.url, f"^{value} rows?")
    screen.again(("analyst-flow", flow, "The backlog"), cases)


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
