"""One reader in a real Chromium: how long from a click on a filter until the new page stands.

The clock is the browser's own: from the pointer going down on the choice to the last change of
what is shown, once the script has ended and nothing has moved for a while.
"""

from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks.serving import serving, sites
from tests.browser.conftest import ARGS, READY, chromium

CHANGES = 6  # of each page: the period and the filter beside it in turn, none asked before
QUIET_MS = 600  # nothing has moved for so long: the page stands
IDLE_MS = 5_000  # no run has begun for so long: the choice was none
SETTLE_MS = 1_500
WAIT_MS = 120_000
# Streamlit marks its app with the state of the script; the sidebar ticks by itself and is left out.
# A table is drawn on a canvas, so drawing counts; the words inside the canvas are for those who
# cannot see it and follow by themselves, 0.2 s after the table stands.
_WATCH = """
() => {
  const told = window.told = {down: 0, moved: 0, runs: 0};
  const app = document.querySelector('[data-testid=stApp]');
  document.addEventListener('pointerdown', () => {
    told.down = told.moved = performance.now();
    told.runs = 0;
  }, true);
  new MutationObserver(() => { told.runs += app.dataset.testScriptState === 'running'; })
    .observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
  const seen = () => { told.moved = performance.now(); };
  const isShown = ({target}) => !(target.closest ? target : target.parentElement).closest('canvas');
  new MutationObserver((changes) => { if (changes.some(isShown)) seen(); }).observe(
    document.querySelector('[data-testid=stMain]'),
    {subtree: true, childList: true, characterData: true, attributes: true,
     attributeFilter: ['d', 'transform', 'points', 'value', 'aria-label']});
  const brush = CanvasRenderingContext2D.prototype;
  for (const name of ['fillText', 'fillRect', 'drawImage']) {
    const draw = brush[name];
    brush[name] = function (...what) { seen(); return draw.apply(this, what); };
  }
}
"""
_STANDS = f"""
() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
  && performance.now() - window.told.moved > (window.told.runs ? {QUIET_MS} : {IDLE_MS})
"""


def page_changes(home: str) -> list[dict[str, Any]]:
    """One row per page: name, milliseconds until it first stood, and those of every change of
    a filter, in order. Pages without filters have no changes."""
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium: install it or set TIERLINE_CHROMIUM")
    with serving(home) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        rows = []
        for site in sites():
            page = browser.new_page(viewport={"width": 1280, "height": 1600})
            page.goto(f"{server.address}/{site.slug}")
            page.locator("[data-testid=stMain] h1").first.wait_for(timeout=WAIT_MS)
            page.wait_for_timeout(SETTLE_MS)  # a slow first run has drawn its boxes
            page.wait_for_selector(READY, timeout=WAIT_MS)
            page.evaluate(_WATCH)
            rows.append({"name": site.title, "changes": _changes(page)})
            if page.locator(".st-key-state_panel").count():
                raise SystemExit(f"{site.title} cannot be shown; build {home} again")
            page.close()
        browser.close()
    return rows


def _changes(page: Page) -> list[float]:
    """Milliseconds of each change; the first one is left out: it loads the browser's own parts."""
    found = []
    for turn in range(CHANGES + 1):
        box = _box(page, turn)
        if box is None:
            return []
        box.click()
        choices = page.locator("[role=option]")
        choices.first.wait_for(timeout=WAIT_MS)
        choices.nth(min(turn // 2 + 1, choices.count() - 1)).click()
        page.keyboard.press("Escape")
        page.wait_for_function(_STANDS, timeout=WAIT_MS)
        told = page.evaluate("() => window.told")
        if told["runs"] and told["moved"] > told["down"]:  # else it shows what it showed
            found.append(told["moved"] - told["down"])
    return found[1:]


def _box(page: Page, turn: int) -> Locator | None:
    """The box of the period and the one beside it in turn, as far as the page has them."""
    boxes = [
        page.locator(css).first
        for css in (".st-key-pick_period input", "[data-testid=stMultiSelect] input")
        if page.locator(css).count()
    ]
    return boxes[turn % len(boxes)] if boxes else None
