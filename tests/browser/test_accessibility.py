"""Every page under axe-core: no serious finding that is ours, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pages.ui.sites import SITES
from tests.browser.conftest import Served, first_case, ready

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
RULES |= {"resultTypes": ["violations"]}  # of what passes one element a rule is told, not all
GRAVE = ("serious", "critical")
# What Streamlit draws itself and we cannot reach, by rule and the start of the element.
THEIRS: dict[str, tuple[str, ...]] = {}
EXTRA = {"case": f"?case={first_case()}", "cases": "?metric=sla_adherence&week=2026-W46"}
SCREENS = [(1280, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def address(served: Served, sample_home: Path) -> str:
    """The sample's dashboard."""
    return served(sample_home)


@pytest.fixture(scope="module", params=SCREENS, ids=lambda each: f"{each[0]}-{each[1]}")
def reader(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """One reader who goes from page to page; scripts are fetched once."""
    width, scheme = request.param
    size = {"width": width, "height": 1600}
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("slug", [site.slug for site in SITES])
def test_axe_finds_nothing_grave(address: str, reader: Page, slug: str) -> None:
    """Names, roles, contrast, landmarks, order of headings."""
    reader.goto(f"{address}/{slug}{EXTRA.get(slug, '')}")
    ready(reader)
    reader.wait_for_timeout(400)  # charts are drawn after the script has run

    assert grave(reader) == []


def grave(page: Page) -> list[str]:
    """`rule: element` of each serious finding that is ours."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
        if not any(start in node["html"] for start in THEIRS.get(each["id"], ()))
    ]
