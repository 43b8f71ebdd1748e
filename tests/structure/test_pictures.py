"""Every page has its pictures in the docs, and every picture its page."""

import re

from pages.ui.sites import SITES
from tests.conftest import PROJECT
from tests.shots import FOLDER, SCREENS


def test_every_page_is_shown() -> None:
    """A page that was added, renamed or taken out is so in docs/pages.md, too."""
    wanted = {f"{site.slug}-{screen}.png" for site in SITES for screen in SCREENS}
    text = (PROJECT / "docs" / "pages.md").read_text(encoding="utf-8")

    assert {path.name for path in FOLDER.glob("*.png")} == wanted
    assert set(re.findall(r"shots/([\w-]+\.png)", text)) == wanted
