"""The ISO weeks that have data, in the reporting zone, and which of them are closed."""

from functools import cache, lru_cache

from metrics import week
from metrics.week import Week as Week
from metrics.week import last_closed as last_closed
from pages.ui import answers, formats, served


def weeks() -> dict[str, Week]:
    """Every week with data, newest first."""
    return _weeks(*served.shown())


@lru_cache(served.VERSIONS)
def _weeks(folder: str, name: str) -> dict[str, Week]:
    return week.weeks(answers)


@cache
def label(week: Week, zone: str) -> str:
    """`2026-W46 · 9–15 Nov`."""
    return f"{week.name} · {formats.days(week.start, week.end, zone)}"
