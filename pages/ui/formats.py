"""How values read on screen: durations, shares, counts, instants in the reporting zone. Pure."""

import re

import pandas as pd

from metrics.statistics import FEWEST_DECIDED
from metrics.unit import NOTHING as NOTHING
from metrics.wording import change as change
from metrics.wording import clock as clock
from metrics.wording import count as count
from metrics.wording import counted as counted
from metrics.wording import days as days
from metrics.wording import figure as figure
from metrics.wording import is_nothing as is_nothing
from metrics.wording import local as local
from metrics.wording import percent as percent
from metrics.wording import span as span
from metrics.wording import stamp as stamp
from metrics.wording import total as total
from metrics.wording import value as value
from metrics.wording import when as when

CHART = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "%": "&#37;"})
MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:&])")


def md_escape(text: object) -> str:
    """`text` from data so that markdown shows it as it is: no image, link, colour or math."""
    flat = " ".join(str(text).split())
    return MARKUP.sub(r"\\\1", flat)


def chart_escape(text: object) -> str:
    """`text` from data so that Plotly shows it as it is: no tag, no entity, no formula, and no
    value of a hover template."""
    return str(text).translate(CHART)


def in_unit(number: float | None, unit: str) -> str:
    """A value in its own unit however large, so that bars of one chart compare: `161 h`."""
    return total(number, unit)


def over(seconds: float | None) -> str:
    """By how much a target was passed; a dash where nobody can say."""
    return NOTHING if seconds is None or is_nothing(seconds) else clock(seconds)


def share_of(share: float, hits: float, n: float) -> str:
    """`95 % (80 of 84)`; under five the counts alone."""
    counts = f"{count(hits)} of {count(n)}"
    return counts if n < FEWEST_DECIDED else f"{percent(share)} ({counts})"


def local_starts(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The frame with `start_at` on the wall clock of the reporting zone."""
    return frame.assign(start_at=[local(at, zone) for at in frame["start_at"]])


def moment(text: object, zone: str) -> str:
    """An ISO instant as `Tue 10 Nov 2026 09:26` in the reporting zone."""
    if is_nothing(text):
        return NOTHING
    at = pd.Timestamp(str(text))
    return when(at.tz_convert("UTC").tz_localize(None) if at.tzinfo else at, zone, year=True)
