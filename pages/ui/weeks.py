"""The ISO weeks that have data, in the reporting zone, and which of them are closed."""

from datetime import timedelta

from metrics.week import Week as Week
from pages.ui import answers, formats


def weeks() -> dict[str, Week]:
    """Every week with data, newest first."""
    cut = answers.meta()["as_of"] + timedelta(seconds=1)
    told = answers.read("weeks")
    rows = zip(told["period"], told["start_at"], told["end_at"], strict=True)
    return {name: Week(name, start, end, end > cut) for name, start, end in rows}


def last_closed(found: dict[str, Week]) -> str:
    """The newest closed week, else the newest there is."""
    return next((name for name, week in found.items() if not week.is_open), next(iter(found)))


def label(week: Week, zone: str) -> str:
    """`2026-W46 · 9–15 Nov`."""
    return f"{week.name} · {formats.days(week.start, week.end, zone)}"
