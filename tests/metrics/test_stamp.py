"""The stamp says up to when the data reach, and how long ago that is; it calls nothing fresh."""

from datetime import timedelta

import pandas as pd
import pytest

from metrics.stamp import as_of, reach
from tests.builders import T

END = T("2026-11-15 23:58")
META = pd.Series({"as_of": pd.Timestamp(END), "reporting_zone": "Europe/Berlin"})
STOOD = "Data to Mon 16 Nov 2026 00:58 Europe/Berlin"


def source(name: str, newest: str) -> dict[str, object]:
    """A source with a case a day over a hundred days, the last of them at `newest`."""
    last = pd.Timestamp(T(newest))
    oldest = last - timedelta(days=100)
    return {"source": name, "events": 300, "cases": 100, "newest_event_at": last} | {
        "oldest_event_at": oldest
    }


@pytest.mark.parametrize(
    "later, said",
    [
        (timedelta(hours=23, minutes=59), STOOD),
        (timedelta(days=1), f"{STOOD}, 1 day ago"),
        (timedelta(days=3567), f"{STOOD}, 3567 days ago"),
        (timedelta(hours=-5), STOOD),  # our clock runs behind the data's
    ],
)
def test_old_data_say_how_old_they_are(later: timedelta, said: str) -> None:
    """Figures of a file loaded once are read for weeks."""
    assert as_of(META, END + later) == said


def test_what_reads_no_clock_says_the_instant_alone() -> None:
    """A brief of the same data is the same brief next year."""
    assert as_of(META) == STOOD


def test_sources_are_held_against_the_data_not_against_today() -> None:
    """The newest of them is never behind, however old it is."""
    new, old = source("jira", "2026-11-15 23:58"), source("zendesk", "2026-11-10 00:00")
    as_of_instant = pd.Timestamp(END)

    assert reach(pd.DataFrame([new]), as_of_instant) == "1 source"
    assert reach(pd.DataFrame([new, new]), as_of_instant) == "2 sources, none ends earlier"
    said = reach(pd.DataFrame([new, old]), as_of_instant)
    assert said == "2 sources; nothing new lately from zendesk"
