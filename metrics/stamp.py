"""What a page or a brief says of its data: up to when, which sources end before, which policy,
and whether the figures can still change. Words only.
"""

from datetime import datetime, timedelta

import pandas as pd

from metrics.names import source as source_word
from metrics.window import Window
from metrics.wording import is_nothing, local, span, when

DAY = timedelta(days=1)


def stamp(
    meta: pd.Series,
    sources: pd.DataFrame,
    window: Window,
    length: str,
    now: datetime | None = None,
) -> list[str]:
    """As-of, sources that end before it, policy version, and whether the window can still change;
    `length` is what to call it: week or period."""
    told = [as_of(meta, now), reach(sources, meta["as_of"])]
    return [*told, policy(meta), _closed(window, length)]


def as_of(meta: pd.Series, now: datetime | None = None) -> str:
    """`Data to Sun 15 Nov 2026 23:58 UTC`, and if that is a day or more before `now` (naive UTC),
    how long: `, 8 days ago`."""
    zone = str(meta["reporting_zone"])
    told = f"Data to {when(meta['as_of'], zone, year=True)} {zone}"
    if now is None or is_nothing(meta["as_of"]) or now - meta["as_of"] < DAY:
        return told
    return f"{told}, {span((now - meta['as_of']).total_seconds())} ago"


def reach(sources: pd.DataFrame, as_of: pd.Timestamp) -> str:
    """Sources that end before the as-of instant: by over a day and over three times the usual gap
    of their cases. Of how long ago that is it says nothing."""
    told = sources[sources["events"] > 0]
    usual = (told["newest_event_at"] - told["oldest_event_at"]) / told["cases"].clip(lower=1)
    limit = (3 * usual).map(lambda gap: max(gap, DAY))
    behind = told[as_of - told["newest_event_at"] > limit]["source"]
    many = f"{len(told)} source" + ("s" if len(told) != 1 else "")
    if behind.empty:
        return f"{many}, none ends earlier" if len(told) > 1 else many
    return f"{many}; nothing new lately from {', '.join(source_word(s) for s in behind)}"


def policy(meta: pd.Series) -> str:
    """`policy v2 of 1 Oct 2026`."""
    since = meta["policy_effective_from"]
    if is_nothing(since):
        return f"policy v{meta['policy_version']}"
    day = local(since, str(meta["reporting_zone"]))
    return f"policy v{meta['policy_version']} of {day.day} {day:%b %Y}"


def _closed(window: Window, length: str) -> str:
    if window.is_open:
        return f"{length} still open"
    return f"{length} closed bar late data"
