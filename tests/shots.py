"""Pictures of every page for the docs: `make shots` writes docs/shots from the sample.

A desk in the light theme and a phone in the dark one; few colours, so that the files stay small.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from pages.ui.sites import SITES
from tests.browser.conftest import ARGS, EXPORTS, chromium, ready, run
from tests.conftest import PROJECT
from tests.serving import serving

FOLDER = PROJECT / "docs" / "shots"
SCREENS = {"desk": (1280, 1250, "light"), "phone": (390, 1250, "dark")}
PHONE = "Mozilla/5.0 (Linux; Android 15) Mobile"
VIEWS = {
    "case": "?case=T-104893&case_source=support_events",
    "cases": "?metric=sla_adherence&week=2026-W46&tier=Gold&promise=acknowledge",
}
COLOURS = 256
DRAWN = 2500  # ms until tables and charts have been drawn


def main() -> int:
    """Load the sample, serve it, and take every picture. 1 without a browser."""
    path = chromium()
    if path is None:
        print("no Chromium: install it or set TIERLINE_CHROMIUM", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        run("load", str(EXPORTS), "--home", folder)
        with serving(Path(folder)) as (address, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGS)
            _walk(browser, address)
    return 0


def _walk(browser: Browser, address: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for screen, (width, height, scheme) in SCREENS.items():
        agent = {"user_agent": PHONE} if screen == "phone" else {}
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, color_scheme=scheme, **agent)  # type: ignore[arg-type]
        page = context.new_page()
        for site in SITES:
            page.goto(f"{address}/{site.slug}{VIEWS.get(site.slug, '')}")
            ready(page)
            page.wait_for_timeout(DRAWN)
            _keep(page.screenshot(), FOLDER / f"{site.slug}-{screen}.png")
        context.close()


def _keep(picture: bytes, path: Path) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    exact = image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    exact.save(path, optimize=True)
    print(path.relative_to(PROJECT))


if __name__ == "__main__":
    sys.exit(main())
