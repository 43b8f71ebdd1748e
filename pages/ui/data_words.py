"""What freshness and leftovers read like in words. Pure."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from metrics.freshness import Freshness
from pages.ui import formats, words


def headline(found: Sequence[Freshness], leftovers: pd.DataFrame) -> str:
    """One sentence on sources, and one on cases without a tier if there are any."""
    bad = [one for state in ("silent", "late") for one in found if one.state == state]
    said = "Every source is as fresh as it usually is."
    if len(bad) == 1:
        said = f"{_named(bad[0])} {_is_late(bad[0])}."
    elif bad:
        worst = max(bad, key=lambda one: one.age / one.usual if one.age and one.usual else 0)
        said = f"{len(bad)} of {len(found)} sources are overdue, most of all "
        said += f"{_named(worst)}: it {_is_late(worst)}."
    if not leftovers.empty:
        cases = int(leftovers["cases"].sum())
        said += f" {formats.counted(cases, 'case')} {'has' if cases == 1 else 'have'} no tier."
    return said


def rhythm(fresh: Freshness) -> str:
    """How long nothing has come, and how long that usually takes, and what told it."""
    if fresh.age is None or fresh.usual is None:
        return "Too few loads and events to know when the next is due."
    what = "last loaded" if fresh.basis == "loads" else "newest event"
    return f"{what} {formats.span(fresh.age.total_seconds())} ago; {_usually(fresh)}"


def reach(row: Mapping[Hashable, Any], zone: str) -> str:
    """`4,932 cases, 79,946 events, 1 file · to Sun 15 Nov 2026 23:58`."""
    counts = {one: int(row[f"{one}s"]) for one in ("case", "event", "file")}
    said = [formats.counted(many, one) for one, many in counts.items() if many]
    if formats.is_nothing(row["newest_event_at"]):
        return ", ".join(said)
    return f"{', '.join(said)} · to {formats.when(row['newest_event_at'], zone, year=True)}"


def _is_late(fresh: Freshness) -> str:
    age = formats.span(fresh.age.total_seconds()) if fresh.age else "a long time"
    what = "was last loaded {} ago" if fresh.basis == "loads" else "has brought nothing for {}"
    return f"{what.format(age)}, {_usually(fresh)}"


def _usually(fresh: Freshness) -> str:
    usual = formats.span(fresh.usual.total_seconds()) if fresh.usual else ""
    every = "every day" if usual == "1 day" else f"every {usual}"
    if fresh.basis == "loads":
        return f"usually {every}"
    return f"usually events {every}" if usual == "1 day" else f"usually an event in {usual}"


def named(source: str) -> str:
    """The source as it opens a sentence."""
    said = words.source(source)
    return said[:1].upper() + said[1:]


def _named(fresh: Freshness) -> str:
    return named(fresh.source)
