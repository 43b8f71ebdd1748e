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
from tests.reference_accounts import own_names
from tests.reference_figures import DAY, EVER, SECOND, midnight

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
    told_end: datetime | None  # before the cut; none: it goes on


def impacts(world: Any) -> list[Hurt]:
    """Every impact that is not a drill's and not over before it began, the heaviest first."""
    told = {s.case["case_id"]: s for s in world.stories}
    found = []
    for row in world.impacts:
        story = incident_of(told, row)
        start = row["started_at"] or (story and story.created_at)
        told_end = row["ended_at"] or (story and story.cycles[-1].ended_at) or None
        end = min(told_end or world.as_of, world.as_of)
        if start is None or start > end or (story and story.case.get("is_drill")):
            continue
        system, name = row["system"] or "No system", row["case_id"] or "No incident"
        weight = weight_of(world, row, start)
        found.append(Hurt(row["source"], name, system, start, end, weight, story, told_end))
    return sorted(found, key=lambda h: (-h.weight, h.start, h.source, h.case_id))


def terms_at(world: Any, at: datetime) -> Any:
    """What policy says of services at an instant."""
    begun = [v for v in world.judge.policy.services if (v.effective_from or EVER) <= at]
    return begun[-1] if begun else world.judge.policy.services[0]


def weight_of(world: Any, row: Row, start: datetime) -> float:
    """Policy's weight of the source's word, else the one that the source tells, else all."""
    told = terms_at(world, start).weights.get((row.get("impact") or "").lower(), row["weight"])
    return 1.0 if told is None else min(1.0, max(0.0, told))


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
            at = max(end - SECOND, hurt.story.created_at) if hurt.story else end
            words = dict.fromkeys(UNKNOWN) | words_of(world, hurt.story, at)
            words = {name: value or f"No {name}" for name, value in words.items()}
            value = floor(seconds(start, end) * hurt.weight + 0.5)
            is_severe = hurt.weight >= terms_at(world, start).severe_from
            depth = "severe" if is_severe else "degraded"
            yield words | {"system": system, "depth": depth, "at": start, "value": value}


def uptime(world: Any) -> Iterator[Row]:
    for row in service_days(world):
        if row["time"] > 0:
            yield row | {"base": row["time"], "value": row["time"] - row["down"]}


def service_days(world: Any) -> Iterator[Row]:
    """Each service and day: the time less maintenance, what was lost of it, millionths allowed."""
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
            time = seconds(start, end) - rest[system, day]
            row = {"system": system, "at": start, "time": time, "down": down[system, day]}
            yield row | {"ppm": allowed_ppm(world, system, start)}
            start = end


def allowed_ppm(world: Any, system: str, at: datetime) -> int | None:
    """Millionths of the time in which policy lets a service be down."""
    for row in terms_at(world, at).services:
        if row.service is None or system in row.service:
            return None if row.objective is None else round((1 - row.objective) * 1_000_000)
    return None


def promised_days(world: Any) -> Iterator[tuple[Row, int, int]]:
    """Every day of a service with an objective; what it allows and what was lost, in millionths
    of a second."""
    for row in service_days(world):
        if row["ppm"] is not None:
            yield row, row["time"] * row["ppm"], row["down"] * 1_000_000


def account_uptime(world: Any) -> Iterator[Row]:
    """Each account and day: the services that it uses, added up."""
    days: dict[Any, list[Row]] = defaultdict(list)
    for row in service_days(world):
        if row["time"] > 0:
            days[local_day(row["at"], world.zone)].append(row)
    for rows in world.judge.accounts.values():
        for told in days.values():
            begun = min(row["at"] for row in told)
            now = [r for r in rows if r is rows[0] or r["effective_from"] <= begun][-1]
            used = [row for row in told if uses(world, now, row)]
            if used:
                base = sum(row["time"] for row in used)
                words = {"tier": now["tier"] or "No tier", "region": now["region"] or "No region"}
                value = base - sum(row["down"] for row in used)
                at = min(row["at"] for row in used)
                yield words | {
                    "account": world.judge.called(now["account_id"]),
                    "at": at,
                    "value": value,
                    "base": base,
                }


def uses(world: Any, account: Row, service: Row) -> bool:
    """What policy says of the service when its day began; nothing: everybody uses it."""
    for row in terms_at(world, service["at"]).services:
        if row.service is None or service["system"] in row.service:
            users = row.used_by
            if users is None or account["tier"] in users.tier:
                return True
            held = {account["account_id"], *own_names(world.judge.accounts, account["account_id"])}
            names = {name.casefold() for name in held}
            return bool(names & {name.casefold() for name in users.account})
    return True


def downtime_budget_allowed(world: Any) -> Iterator[Row]:
    return (row | {"value": allowed} for row, allowed, _ in promised_days(world))


def downtime_budget_left(world: Any) -> Iterator[Row]:
    return (row | {"value": allowed - lost} for row, allowed, lost in promised_days(world))


def downtime_budget_burn(world: Any) -> Iterator[Row]:
    found = promised_days(world)
    return (row | {"value": lost, "base": allowed} for row, allowed, lost in found if allowed)


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


_EVERY = (
    downtime,
    uptime,
    account_uptime,
    downtime_budget_allowed,
    downtime_budget_left,
    downtime_budget_burn,
)
POPULATIONS = {each.__name__: each for each in _EVERY}
