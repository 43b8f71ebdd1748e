"""A served dashboard and a browser. Without Chromium the tests skip and say so; in CI they fail."""

import csv
import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import PROJECT
from tests.serving import serving

EXPORTS = PROJECT / "sample_data" / "exports"
LOADED = ("accounts.csv", "support_events.csv.gz")
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
READY = (
    "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
)
Served = Callable[[Path], str]


def chromium() -> str | None:
    """The browser: TIERLINE_CHROMIUM, else what the path holds."""
    named = os.environ.get("TIERLINE_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    path = chromium()
    if path is None:
        message = "no Chromium: install it or set TIERLINE_CHROMIUM"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser profile at 1280 px."""
    context = browser.new_context(viewport={"width": 1280, "height": 1600})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the support desk's sample export loaded as a user would."""
    home = tmp_path_factory.mktemp("sample") / "home"
    load(home, *LOADED)
    return home


def load(home: Path, *names: str, build: bool = True) -> None:
    """`python -m loaders load` of sample exports."""
    files = [str(EXPORTS / name) for name in names]
    run("load", *files, "--home", str(home), *([] if build else ["--no-build"]))


def run(*words: str) -> None:
    """One command of the loaders, as a user types it."""
    command = [sys.executable, "-m", "loaders", *words]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Serve a home on a port of its own; the server is fresh: nobody has opened a page yet."""
    with ExitStack() as running:
        yield lambda home: running.enter_context(serving(home))[0]


def first_case() -> str:
    """The first case of the support desk's export."""
    with gzip.open(EXPORTS / LOADED[1], "rt", encoding="utf-8") as lines:
        return next(row["Case"] for row in csv.DictReader(lines) if row["Case"])


def ready(page: Page) -> None:
    """Wait until the script has run and the connection stands."""
    page.wait_for_selector(READY, timeout=60_000)
