"""The brief as a file: HTML by Jinja, PDF by Typst, both from the same words and drawings.

The same brief gives the same bytes: no clock is read, and a PDF is dated by its data.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import font_source_sans_pro
import jinja2
import typst

from metrics import brief_charts, palette
from metrics.brief import Brief
from metrics.cell import MEANINGS

FORMATS = ("html", "pdf")
TEMPLATES = Path(__file__).parent / "templates"
_NAMES = (
    *("INK", "BLUE", "TEAL", "RED", "MUTED", "BLUE_TEXT", "TEAL_TEXT", "AMBER_TEXT", "RED_TEXT"),
    *("GREY", "GRID", "BAND"),
)
LIGHT: dict[str, str] = {name.lower(): getattr(palette, name) for name in _NAMES}
DARK = {name: palette.DARK.get(colour, colour) for name, colour in LIGHT.items()}


def made(kind: str, brief: Brief, as_of: datetime) -> bytes:
    """The brief as a file of one of FORMATS."""
    return pdf(brief, as_of) if kind == "pdf" else html(brief)


def html(brief: Brief) -> bytes:
    """One page that needs nothing else: no script, no file, no address; light, dark and paper."""
    drawn = brief_charts.style({name: f"var(--{name})" for name in LIGHT})
    page = _page().render(
        brief=brief,
        meanings=MEANINGS,
        grounds={
            "light": {"paper": palette.GROUNDS["light"], **LIGHT},
            "dark": {"paper": palette.GROUNDS["dark"], **DARK},
        },
        tints=palette.TINTS,
        drawn=drawn,
    )
    return page.encode()


def pdf(brief: Brief, as_of: datetime) -> bytes:
    """One or two A4 pages, tagged for screen readers, dated by the as-of instant (naive UTC)."""
    legend = {state: text for state, text in MEANINGS.items() if state in brief.states}
    told = asdict(brief) | {"colours": LIGHT, "tints": palette.TINTS, "legend": legend}
    drawn = f"<style>{brief_charts.style(LIGHT)}{_LETTERS}</style>"
    for name in ("control", "blockers"):
        if told[name]:
            told[name]["svg"] = told[name]["svg"].replace(">", f">{drawn}", 1)
    made = typst.compile(
        TEMPLATES / "brief.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"brief": json.dumps(told)},
        timestamp=as_of.replace(tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


_LETTERS = '.chart text { font-family: "Source Sans Pro"; }'


@cache
def _page() -> jinja2.Template:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("brief.html")


@cache
def _fonts() -> typst.Fonts:
    """The font of the pages; for letters that it does not have, whatever the machine has."""
    return typst.Fonts(font_paths=[font_source_sans_pro.font_directory])
