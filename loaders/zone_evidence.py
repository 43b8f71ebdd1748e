"""Which zone a file's clock was in, where it writes some instants in UTC as well.

It proposes an answer to the question, with the evidence; it never answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import duckdb

from loaders.dates import infer, utc_expression
from loaders.dating import Dated, Dating
from loaders.questions import EXAMPLES, Answers
from loaders.quoting import identifier
from metrics.errors import Ask
from metrics.policy.calendar import zone_names

SAMPLE = 300  # instants: enough to see both sides of a clock change, few for 600 zones
ENOUGH, MOST = 3, 0.6  # instants that must agree, and their share of all that were looked at
# Zones of equal clocks are proposed by the first of these, else by name.
WELL_KNOWN = (
    *EXAMPLES, "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo",
    "Europe/London", "Europe/Madrid", "Europe/Helsinki", "Asia/Kolkata", "Asia/Singapore",
    "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """A zone, and one sentence that says what speaks for it."""

    zone: str
    because: str


@dataclass(frozen=True)
class Clocks:
    """One instant in UTC with its text, and the wall clock times, to the minute, one of which
    may be the same, with theirs."""

    instant: datetime
    text: str
    walls: dict[datetime, str]


def proposal(connection: duckdb.DuckDBPyConnection, clocks: str) -> Proposal | None:
    """The zone in which most instants of `clocks` agree; None when none does, or UTC does.

    `clocks` is SQL that gives row_number, `instant` (a text in UTC) and `wall` (a text by the
    file's own clock), several walls for an instant where it is not known which is the same.
    """
    seen = _seen(connection, clocks)
    scores = {name: _agreeing(seen, name) for name in zone_names()} if seen else {}
    best = max(scores.values(), default=0)
    if best < max(ENOUGH, MOST * len(seen)) or scores["UTC"] == best:
        return None
    names = sorted(name for name, score in scores.items() if score == best)
    zone = next((name for name in WELL_KNOWN if name in names), _plainest(names))
    shown = next(one for one in seen if _local(one.instant, zone) in one.walls)
    wall = shown.walls[_local(shown.instant, zone)]
    return Proposal(
        zone,
        f'"{shown.text}" is UTC and stands beside "{wall}"'
        f": {best} of {len(seen)} such pairs"
        f" agree in {zone}" + (f" and {len(names) - 1} other zones" if len(names) > 1 else ""),
    )


def _seen(connection: duckdb.DuckDBPyConnection, clocks: str) -> list[Clocks]:
    connection.execute(
        f"create or replace temp table clocks as select * from ({clocks})"
        " where instant is not null and wall is not null"
    )
    try:
        view = Dated("clocks", ("instant", "wall"))
        (dating,) = infer(connection, [view], None, "clocks", Answers())
    except Ask:
        return []  # the order of its days is not known: no evidence
    instant, wall = (_minute(dating, name) for name in view.columns)
    rows = connection.execute(
        f"""
        with read as (select row_number, {instant} as in_utc, {wall} as on_wall, instant, wall
            from clocks)
        select in_utc, any_value(instant), list(on_wall), list(wall) from read
        where in_utc is not null and on_wall is not null
        group by row_number, in_utc order by hash(row_number) limit {SAMPLE}
        """
    ).fetchall()
    return sorted(
        (
            Clocks(instant, text, dict(zip(walls, texts, strict=True)))
            for instant, text, walls, texts in rows
        ),
        key=lambda one: one.instant,
    )


def _minute(dating: Dating, name: str) -> str:
    read = utc_expression(
        identifier(name), dating.columns[name], None, dating.first_year, dating.last_year
    )
    return f"date_trunc('minute', {read})"


def _agreeing(seen: Sequence[Clocks], zone: str) -> int:
    return sum(_local(one.instant, zone) in one.walls for one in seen)


def _local(instant: datetime, zone: str) -> datetime:
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _plainest(names: Sequence[str]) -> str:
    """One with a place in its name, rather than Etc/GMT+3 or an old alias."""
    places = [name for name in names if "/" in name and not name.startswith("Etc/")]
    return (places or list(names))[0]
