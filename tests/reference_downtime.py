"""The slow second implementation of downtime and uptime, in plain loops over instants.

Written from the definitions' words; it walks through every stretch between two instants at
which anything changes, and asks for each what was true in it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import floor
from typing import Any

from tests.reference import Row, Story, seconds
from tests.reference_figures import DAY, midnight

UNKNOWN = ("tier", "region", "severity", "team", "category", "account")


@dataclass(frozen=True)
class Hurt:
    """One impact as it counts: cut at the watermark, with its incident if that is known."""

    source: str
    case_id: str
    system: str
    start: datetime
    end: datetime
    weight: float
    story: Story | None


def impacts(world: Any) -> list[Hurt]:
    """Every impact that is not a drill's and not over before it began, the heaviest first."""
    told = {s.case["case_id"]: s for s in world.stories}
    found = []
    for row in world.impacts:
        story = incident_of(told, row)
        start = row["started_at"] or (story and story.created_at)
        end = row["ended_at"] or (story and story.cycles[-1].ended_at) or world.as_of
        end = min(end, world.as_of)
        if start is None or start > end or (story and story.case.get("is_drill")):
            continue
        system, name = row["system"] or "No system", row["case_id"] or "No incident"
        weight = 1.0 if row["weight"] is None else min(1.0, max(0.0, row["weight"]))
        found.append(Hurt(row["source"], name, system, start, end, weight, story))
    return sorted(found, key=lambda h: (-h.weight, h.start, h.source, h.case_id))


def incident_of(told: dict[str, Story], row: Row) -> Story | None:
    """The incident of that id in the same source, else the only one of that id anywhere."""
    own = told.get(f"{row['source']}:{row['case_id']}")
    others = [s for name, s in told.items() if name.split(":", 1)[-1] == row["case_id"]]
    return own or (others[0] if len(others) == 1 else None)


def windows(world: Any) -> dict[str, list[tuple[datetime, datetime]]]:
    found: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in world.maintenance:
        end = min(row["ended_at"] or row["started_at"], world.as_of)
        found[row["system"] or "No system"].append((row["started_at"], end))
    return found


def stretches(world: Any) -> Iterator[tuple[str, datetime, datetime, bool, Hurt | None]]:
    """Service, start, end, whether in maintenance, and the heaviest impact in it."""
    hurt, planned = impacts(world), windows(world)
    for system in sorted({h.system for h in hurt} | set(planned)):
        mine, rest = [h for h in hurt if h.system == system], planned[system]
        spans = [(h.start, h.end) for h in mine] + rest
        for start, end in between(spans, world.zone):
            worst = next((h for h in mine if h.start <= start and end <= h.end), None)
            is_rest = any(a <= start and end <= b for a, b in rest)
            if worst or is_rest:
                yield system, start, end, is_rest, worst


def between(
    spans: list[tuple[datetime, datetime]], zone: str
) -> Iterator[tuple[datetime, datetime]]:
    """Successive instants at which a span begins or ends or a day does (UTC and local)."""
    points = {at for start, end in spans if end > start for at in (start, end)}
    for start, end in spans:
        day = start.date() - DAY
        while datetime.combine(day, datetime.min.time()) <= end + DAY:
            both = (datetime.combine(day, datetime.min.time()), midnight(day, zone))
            points |= {at for at in both if start < at < end}
            day += DAY
    ordered = sorted(points)
    yield from pairwise(ordered)


def downtime(world: Any) -> Iterator[Row]:
    for system, start, end, is_rest, hurt in stretches(world):
        if hurt and not is_rest:
            words = dict.fromkeys(UNKNOWN) | words_of(world, hurt.story)
            words = {name: value or f"No {name}" for name, value in words.items()}
            value = floor(seconds(start, end) * hurt.weight + 0.5)
            yield words | {"system": system, "at": start, "value": value}


def uptime(world: Any) -> Iterator[Row]:
    down: dict[tuple[str, Any], int] = defaultdict(int)
    rest: dict[tuple[str, Any], int] = defaultdict(int)
    for system, start, end, is_rest, hurt in stretches(world):
        day = local_day(start, world.zone)
        if is_rest:
            rest[system, day] += seconds(start, end)
        elif hurt:
            down[system, day] += floor(seconds(start, end) * hurt.weight + 0.5)
    for system, since in services(world).items():
        start = since
        while start < world.as_of:
            day = local_day(start, world.zone)
            end = min(midnight(day + DAY, world.zone), world.as_of)
            base = seconds(start, end) - rest[system, day]
            if base > 0:
                row = {"system": system, "at": start, "base": base}
                yield row | {"value": base - down[system, day]}
            start = end


def services(world: Any) -> dict[str, datetime]:
    """Each service, from the first that its sources tell of impacts or maintenance."""
    told = [(h.source, h.system, h.start) for h in impacts(world)]
    told += [(m["source"], m["system"] or "No system", m["started_at"]) for m in world.maintenance]
    first: dict[str, datetime] = {}
    for source, _, at in told:
        first[source] = min(first.get(source, at), at)
    return {
        system: min(first[source] for source, name, _ in told if name == system)
        for system in {name for _, name, _ in told}
    }


def local_day(instant: datetime, zone: str) -> Any:
    day = instant.date() - DAY
    while midnight(day + DAY, zone) <= instant:
        day += DAY
    return day


def words_of(world: Any, story: Story | None, at: datetime | None = None) -> Row:
    return {} if story is None else world.describe(story, at or world.as_of)


POPULATIONS = {each.__name__: each for each in (downtime, uptime)}
