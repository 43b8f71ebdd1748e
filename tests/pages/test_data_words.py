"""Freshness and leftovers in words."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from metrics.freshness import Freshness
from pages.ui import data_words

NOW = datetime(2026, 11, 22)
NONE = pd.DataFrame({"cases": []})
FRESH = Freshness("jira", "fresh", "events", NOW, timedelta(hours=2), timedelta(days=1))
SILENT = Freshness("zendesk", "silent", "events", NOW, timedelta(days=6), timedelta(days=1))
LATE = Freshness("desk", "late", "loads", NOW, timedelta(days=9), timedelta(days=7))
UNKNOWN = Freshness("accounts", "unknown", None, NOW, None, None)


@pytest.mark.parametrize(
    "found, said",
    [
        ([FRESH, UNKNOWN], "Every source is as fresh as it usually is."),
        ([FRESH, SILENT], "Zendesk has brought nothing for 6 days, usually events every day."),
        ([FRESH, LATE], "Desk was last loaded 9 days ago, usually every 7 days."),
        (
            [LATE, SILENT, FRESH],
            "2 of 3 sources are overdue, most of all Zendesk:"
            " it has brought nothing for 6 days, usually events every day.",
        ),
    ],
)
def test_the_worst_source_is_named(found: list[Freshness], said: str) -> None:
    """Worst is what waits longest against its own rhythm, not what is oldest."""
    assert data_words.headline(found, NONE) == said


def test_cases_without_a_tier_are_said_beside_it() -> None:
    leftovers = pd.DataFrame({"cases": [29, 5]})

    assert data_words.headline([FRESH], leftovers).endswith(" 34 cases have no tier.")
    assert data_words.headline([FRESH], leftovers[:0]).endswith("usually is.")


def test_what_a_source_reaches_leaves_out_what_it_has_none_of() -> None:
    row = {"cases": 0, "events": 0, "files": 1, "newest_event_at": pd.NaT}
    full = {"cases": 1, "events": 2000, "files": 2, "newest_event_at": NOW}

    assert data_words.reach(row, "UTC") == "1 file"
    assert data_words.reach(full, "UTC") == (
        "1 case, 2,000 events, 2 files · to Sun 22 Nov 2026 00:00"
    )
