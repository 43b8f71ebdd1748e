"""A reader brings an export in and takes it back, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, ready

pytestmark = pytest.mark.browser
SLOW = 60_000  # ms: a load and a build of a few cases on a loaded 2-core machine
AMBIGUOUS = """Ticket,Customer,Opened,Resolved,Status
H-1,Nordwind,05/06/2026 08:00,05/06/2026 12:00,Resolved
H-2,Nordwind,06/06/2026 08:00,,Waiting on vendor
,Nordwind,06/06/2026 09:00,,Open
"""


def test_drop_answer_load_and_undo(served: Served, tmp_path: Path, page: Page) -> None:
    """From an empty home: both questions, the readings, the result, and all of it undone."""
    page.goto(f"{served(tmp_path / 'home')}/")
    ready(page)
    expect(page.get_by_text("Nothing is loaded yet")).to_be_visible(timeout=SLOW)
    page.locator("input[type=file]").set_input_files(
        {"name": "helpdesk.csv", "mimeType": "text/csv", "buffer": AMBIGUOUS.encode()}
    )

    asked = page.get_by_role("strong").filter(has_text="Which comes first, day or month?")
    expect(asked).to_be_visible(timeout=SLOW)
    load = page.locator(".st-key-load button")
    expect(load).to_be_disabled()
    page.get_by_text("month, day, year").click()
    expect(page.get_by_text("2026-05-06 06:00Z", exact=False)).to_be_visible(timeout=SLOW)
    page.get_by_text("Europe/Berlin", exact=True).click()
    expect(load).to_be_enabled(timeout=SLOW)
    load.click()

    expect(page.get_by_text("2 rows as Case list", exact=False)).to_be_visible(timeout=SLOW)
    expect(page.get_by_text('status "Waiting on vendor" not mapped: 1 case')).to_be_visible()
    page.get_by_role("button", name=re.compile("Undo")).first.click()

    expect(page.get_by_text("Nothing is loaded yet")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name=re.compile("Restore")).first).to_be_visible()


@pytest.mark.parametrize("width, scheme", [(390, "dark"), (1280, "light")])
def test_data_page_is_no_wider_than_the_screen(
    served: Served, sample_home: Path, browser: Browser, width: int, scheme: str
) -> None:
    """Cards and history fold on a phone; only tables scroll, and inside themselves."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served(sample_home)}/data")
    ready(page)
    expect(page.get_by_text("Load history")).to_be_visible(timeout=SLOW)

    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= width
