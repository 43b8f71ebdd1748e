"""What a page or a brief says of its data: up to when, how fresh, which policy, and whether the
figures can still change. Words only.
"""

from datetime import timedelta

import pandas as pd

from metrics.names import source as source_word
from metrics.window import Window
from metrics.wording import is_nothing, local, when


def stamp(meta: pd.Series, sources: pd.DataFrame, window: Window, length: str) -> list[str]:
    """As-of, freshness, policy version, and whether the window can still change; `length` is
    what to call it: week or period."""
    return [as_of(meta), freshness(sources, meta["as_of"]), policy(meta), _closed(window, length)]


def as_of(meta: pd.Series) -> str:
    """`Data to Sun 15 Nov 23:58 UTC`."""
    zone = str(meta["reporting_zone"])
    return f"Data to {when(meta['as_of'], zone)} {zone}"


def freshness(sources: pd.DataFrame, as_of: pd.Timestamp) -> str:
    """Sources that are behind: by over a day and over three times the usual gap of their cases."""
    told = sources[sources["events"] > 0]
    usual = (told["newest_event_at"] - told["oldest_event_at"]) / told["cases"].clip(lower=1)
    limit = (3 * usual).map(lambda gap: max(gap, timedelta(days=1)))
    stale = told[as_of - told["newest_event_at"] > limit]["source"]
    many = f"{len(told)} source" + ("s" if len(told) != 1 else "")
    if stale.empty:
        return f"{many}, all fresh" if len(told) > 1 else f"{many}, fresh"
    return f"{many}; nothing new lately from {', '.join(source_word(s) for s in stale)}"


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
