"""Freshness: whether each source has come as often as it usually does. It judges no figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

from duckdb import DuckDBPyConnection

LOADS = 3  # days of loading from which a rhythm can be told: two gaps
LOOKBACK = timedelta(days=90)  # a quarter of events shows week-ends, holidays and quiet weeks
DAY = timedelta(days=1)
PATIENCE = 3  # times the usual wait after which a source is silent, not just late
State = Literal["fresh", "late", "silent", "unknown"]


@dataclass(frozen=True)
class Freshness:
    """One source: how long ago it last brought something, and how long that usually takes.

    `basis` says what the usual wait was told from: the days on which files were loaded, or the
    days on which events happened. With too little of both the state is unknown.
    """

    source: str
    state: State
    basis: Literal["loads", "events"] | None
    last_at: datetime | None
    age: timedelta | None
    usual: timedelta | None


def freshness(cursor: DuckDBPyConnection, now: datetime) -> list[Freshness]:
    """Every source of the warehouse by name, as of `now` (naive UTC)."""
    loads: dict[str, list[datetime]] = {}
    for source, landed_at in cursor.execute("select source, landed_at from loads").fetchall():
        loads.setdefault(source, []).append(_utc(landed_at))
    newest = dict(cursor.execute("select source, newest_event_at from sources").fetchall())
    days = _event_days(cursor)
    return [
        judged(source, loads[source], newest.get(source), days.get(source, []), now)
        for source in sorted(loads)
    ]


def judged(
    source: str,
    loads: Sequence[datetime],
    newest: datetime | None,
    days: Sequence[date],
    now: datetime,
) -> Freshness:
    """The freshness of one source from the times of its loads, its newest event and the days
    with events, in order."""
    loaded_on = sorted({at.date() for at in loads})
    if len(loaded_on) >= LOADS:
        usual = max(DAY, DAY * median((b - a).days for a, b in pairwise(loaded_on)))
        return _stated(source, "loads", max(loads), usual, now)
    if newest is not None and len(days) >= 2:
        usual = max(DAY, DAY * max((b - a).days for a, b in pairwise(days)))
        return _stated(source, "events", newest, usual, now)
    return Freshness(source, "unknown", None, max(loads, default=None), None, None)


def _stated(
    source: str,
    basis: Literal["loads", "events"],
    last_at: datetime,
    usual: timedelta,
    now: datetime,
) -> Freshness:
    """A day of grace: a wait of a day may end late on the second day."""
    age = max(now - last_at, timedelta(0))
    state: State = "silent"
    if age <= usual + DAY:
        state = "fresh"
    elif age <= PATIENCE * usual + DAY:
        state = "late"
    return Freshness(source, state, basis, last_at, age, usual)


def _event_days(cursor: DuckDBPyConnection) -> Mapping[str, list[date]]:
    """Days with events up to a quarter before each source's newest one, in order."""
    rows = cursor.execute(
        """
        select distinct fct_cases.source, cast(case_events.event_at as date) as day
        from case_events
        join fct_cases on fct_cases.case_key = case_events.case_key
        join sources on sources.source = fct_cases.source
        where case_events.event_at >= sources.newest_event_at - $lookback
        order by fct_cases.source, day
        """,
        {"lookback": LOOKBACK},
    ).fetchall()
    found: dict[str, list[date]] = {}
    for source, day in rows:
        found.setdefault(source, []).append(day)
    return found


def _utc(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
