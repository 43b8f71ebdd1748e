"""An open page that nobody clicks leaves the processor to others."""

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import READY
from tests.serving import serving

SECONDS = 3.0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to read the time")
def test_an_open_page_costs_next_to_nothing(page: Page, sample_home: Path) -> None:
    """The watcher of source files once took a whole core from the first page on."""
    with serving(sample_home) as (address, process):
        page.goto(f"{address}/weekly")
        page.locator("[data-testid=stMain] h1").first.wait_for()
        page.wait_for_selector(READY)
        page.wait_for_timeout(2_000)
        before = spent(process)
        time.sleep(SECONDS)
        assert spent(process) - before < 0.3 * SECONDS


def spent(process: int) -> float:
    """Processor seconds of a process so far."""
    text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    user, system = text.rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
