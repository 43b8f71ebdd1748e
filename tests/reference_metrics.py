"""The slow second implementation: the population of every metric, from replayed cases.

One function per metric, written from the definitions' words (title, definition, excludes) and
definitions.md; it shares no SQL with them. Rows are dicts; durations are in seconds.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests import reference_incidents
from tests.reference import Cycle, Row, Story, seconds
from tests.reference_promises import Judge, Promise


@dataclass
class World:
    """Everything the reference knows as of the watermark; drills are outside every figure."""

    stories: list[Story]
    promises: dict[str, list[Promise]]
    verdicts: dict[str, Row]
    as_of: datetime
    reopen_window: timedelta = timedelta(days=30)
    describe: Callable[[Story, datetime], Row] = lambda story, instant: {}
    recurrence_window: timedelta = timedelta(days=30)
    surveys: list[Row] = field(default_factory=list)
    judge: Judge | None = None
    impacts: list[Row] = field(default_factory=list)
    maintenance: list[Row] = field(default_factory=list)
    zone: str = "UTC"
    set_aside: list[Row] = field(default_factory=list)

    def counted(self) -> Iterator[Story]:
        return (s for s in self.stories if not s.case.get("is_drill"))


def sla_adherence(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        if one.decided_at:
            yield of(world, story, one) | {"at": one.decided_at, "value": int(one.state == "met")}


def open_breaches(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        if one.breached_at:
            stock = {"entered_at": one.breached_at, "left_at": one.breach_left_at}
            yield of(world, story, one) | stock


def breach_hours(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        if one.breached_at and one.breach_left_at and one.breach_left_at == one.stopped_at:
            before = max(one.target_seconds or 0, one.carried_seconds)
            over = {"at": one.breach_left_at, "value": max(0, one.elapsed_seconds - before)}
            yield of(world, story, one) | over


def acknowledge_time(world: World) -> Iterator[Row]:
    found = (s for s in world.counted() if s.records & {"acknowledged", "log"})
    return (wait(world, s, s.acknowledged_at) for s in found)


def first_response_time(world: World) -> Iterator[Row]:
    found = (s for s in world.counted() if "replied" in s.records and not s.is_outreach)
    return (wait(world, s, s.first_responded_at) for s in found)


def first_resolution_time(world: World) -> Iterator[Row]:
    for story in world.counted():
        first = story.cycles[0]
        yield until(world, story.until(first.ended_by), first.resolved_at, first.ended_at)


def resolution_time(world: World) -> Iterator[Row]:
    for story, cycle in cycles(world):
        start = cycle.opened_at - timedelta(seconds=cycle.carried_seconds)
        yield of_cycle(world, story, cycle, start)


def last_resolution_time(world: World) -> Iterator[Row]:
    for story, cycle in cycles(world):
        yield of_cycle(world, story, cycle, story.created_at)


def reopen_rate(world: World) -> Iterator[Row]:
    for story in world.counted():
        if not story.first_resolved_at:
            continue
        limit = story.first_resolved_at + world.reopen_window
        back = story.first_reopened_at
        is_back = back is not None and back <= limit
        decided = back if back and is_back else limit
        if decided <= world.as_of:
            yield of_first_resolve(world, story) | {"at": decided, "value": int(is_back)}


def cases_reopened(world: World) -> Iterator[Row]:
    for story in world.counted():
        if story.first_reopened_at:
            yield of_first_resolve(world, story) | {"at": story.first_reopened_at}


def cases_opened(world: World) -> Iterator[Row]:
    return (of(world, s, at=s.created_at) | {"at": s.created_at} for s in world.counted())


def cases_resolved(world: World) -> Iterator[Row]:
    for story, cycle in cycles(world):
        if cycle.resolved_at:
            row = {"at": cycle.resolved_at, "superseded_at": cycle.reopened_at}
            yield of(world, story.until(cycle.ended_by), at=cycle.ended_at) | row


def vendor_resolution_time(world: World) -> Iterator[Row]:
    for story in world.counted():
        said = world.verdicts.get(story.case["case_id"]) or {}
        taken, at = said.get("vendor_resolution_seconds"), said.get("vendor_resolved_at")
        if taken is not None and at is not None and at <= world.as_of:
            yield of(world, story, at=max(at, story.created_at)) | {"at": at, "value": taken}


def vendor_sla_rate(world: World) -> Iterator[Row]:
    for story in world.counted():
        said = world.verdicts.get(story.case["case_id"]) or {}
        ended = story.closed_at or story.resolved_at or story.created_at
        at = said.get("vendor_decided_at") or ended
        if said.get("vendor_met") is not None:
            row = {"at": at, "value": int(said["vendor_met"])}
            yield of(world, story, at=max(at, story.created_at)) | row


POPULATIONS: dict[str, Callable[[World], Iterable[Row]]] = {
    each.__name__: each
    for each in (
        sla_adherence,
        open_breaches,
        breach_hours,
        acknowledge_time,
        first_response_time,
        first_resolution_time,
        resolution_time,
        last_resolution_time,
        reopen_rate,
        cases_reopened,
        cases_opened,
        cases_resolved,
        vendor_resolution_time,
        vendor_sla_rate,
    )
} | reference_incidents.POPULATIONS


def promises(world: World) -> Iterator[tuple[Story, Promise]]:
    found = ((s, p) for s in world.stories for p in world.promises[s.case["case_id"]])
    return ((story, one) for story, one in found if not one.is_drill)


def cycles(world: World) -> Iterator[tuple[Story, Cycle]]:
    return ((s, c) for s in world.counted() for c in s.cycles)


STANDING = ("tier", "severity", "region", "team")


def of(
    world: World, story: Story, promise: Promise | None = None, at: datetime | None = None
) -> Row:
    """The dimensions of a row: as they stood at `at`, else now; a promise has its own."""
    if promise:
        at, story = promise.decided_at or promise.stopped_at, promise.told or story
    words = world.describe(story, at or world.as_of) | {"case_id": story.case["case_id"]}
    if promise:
        words |= {name: getattr(promise, name) for name in ("promise", *STANDING)}
    return words


def of_first_resolve(world: World, story: Story) -> Row:
    """The dimensions as they stood when the case was resolved for the first time."""
    first = next(cycle for cycle in story.cycles if cycle.resolved_at)
    return of(world, story.until(first.ended_by), at=first.resolved_at)


def wait(world: World, story: Story, event: datetime | None) -> Row:
    """A wait for somebody to do something, described as it stood when it was over."""
    ends = [at for at in (event, story.first_ended_at) if at]
    return until(world, story, event, described_at=min(ends, default=None))


def until(
    world: World, story: Story, event: datetime | None, described_at: datetime | None = None
) -> Row:
    """A wait that starts with the case; the case ending first breaks it off."""
    ended = story.first_ended_at
    if event and ended and event > ended:
        event = None
    return of(world, story, at=described_at) | {
        "started_at": story.created_at,
        "opened_at": story.created_at,
        "ended_at": event or ended,
        "superseded_at": None,
        "is_event": event is not None,
        "value": seconds(story.created_at, event or ended) if event or ended else None,
    }


def of_cycle(world: World, story: Story, cycle: Cycle, start: datetime) -> Row:
    """The work of one cycle, counted from `start`; a reopen takes its place."""
    return of(world, story.until(cycle.ended_by), at=cycle.ended_at) | {
        "started_at": start,
        "opened_at": cycle.opened_at,
        "taken_up_at": cycle.opened_at,
        "ended_at": cycle.ended_at,
        "superseded_at": cycle.reopened_at,
        "is_event": cycle.resolved_at is not None,
        "value": seconds(start, cycle.ended_at) if cycle.ended_at else None,
    }
