"""An open page that nobody clicks leaves the processor to others."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from benchmarks.serving import serving
from tests.browser.conftest import READY

SECONDS = 3.0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to read the time")
def test_an_open_page_costs_next_to_nothing(page: Page, sample_home: Path) -> None:
    """The watcher of source files once took a whole core from the first page on."""
    with serving(str(sample_home)) as server:
        page.goto(f"{server.address}/weekly")
        page.locator("[data-testid=stMain] h1").first.wait_for()
        page.wait_for_selector(READY)
        page.wait_for_timeout(2_000)
        before = server.cpu_seconds
        time.sleep(SECONDS)
        assert server.cpu_seconds - before < 0.3 * SECONDS
