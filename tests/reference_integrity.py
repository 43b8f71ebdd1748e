"""The slow second implementation of clock integrity: what was done to a running promise."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from tests.reference import Row, Story, value_at
from tests.reference_figures import FOREVER
from tests.reference_metrics import World, of, promises
from tests.reference_promises import Judge, Promise, Stretch

Move = tuple[Story, Stretch, Stretch, int]


def late_downgrade_rate(world: World) -> Iterator[Row]:
    for judge, (told, before, after, elapsed) in moves(world):
        old, new = (rank(judge, told, span.start) for span in (before, after))
        if old is not None and new is not None and old < new:
            yield judged(world, told, before, after, elapsed)


def late_pause_rate(world: World) -> Iterator[Row]:
    for _, (told, before, after, elapsed) in moves(world):
        if after.is_paused and not before.is_paused and after.start < after.end:
            yield judged(world, told, before, after, elapsed)


def moves(world: World) -> Iterator[tuple[Judge, Move]]:
    """Every change of state within a promise to resolve, with what had run by then."""
    judge = world.judge
    assert judge, "the world has no judge"
    for story, one in promises(world):
        if one.promise == "resolve":
            yield from ((judge, move) for move in moves_of(judge, one.told or story, one))


def moves_of(judge: Judge, told: Story, one: Promise) -> Iterator[Move]:
    elapsed, version = one.carried_seconds, judge.version_of(told)
    end = one.stopped_at or judge.as_of
    for before, after in pairwise(judge.stretches(told, "resolve", one.started_at, end)):
        if before.target and not before.is_paused:
            clock = judge.clock(version, before.target.calendar)
            elapsed += clock.elapsed(before.start, before.end)
        if before.target and after.target:
            yield told, before, after, elapsed


def rank(judge: Judge, told: Story, at: datetime) -> int | None:
    """The place of the severity at an instant in the policy's list, the worst first."""
    known = judge.policy.reporting.severities
    word = value_at(told.severities, at)
    return known.index(word) if word in known else None


def judged(world: World, told: Story, before: Stretch, after: Stretch, elapsed: int) -> Row:
    is_late = 0.75 * before.target.within_seconds <= elapsed <= before.target.within_seconds
    return of(world, told, at=after.start) | {"at": after.start, "value": int(is_late)}


def hollow_acknowledgement_rate(world: World) -> Iterator[Row]:
    """Whether a second more than the target ran before anything was done, once that is known."""
    judge = world.judge
    assert judge, "the world has no judge"
    for story, one in promises(world):
        at, end = story.acknowledged_at, story.first_ended_at
        if one.promise != "acknowledge" or not at or (end and at >= end) or not one.calendar:
            continue
        clock = judge.clock(judge.version_of(story), one.calendar)
        limit = clock.nth(at, (one.target_seconds or 0) + 1) or FOREVER
        followed = min((t for t in (*touched(story, at), end) if t), default=FOREVER)
        if "log" in story.records and min(limit, followed) <= world.as_of:
            hit = {"at": min(limit, followed), "value": int(limit <= followed)}
            yield of(world, story, one) | hit


def touched(story: Story, since: datetime) -> Iterator[datetime]:
    """When somebody did something later than an instant; bots and the client are nobody."""
    for event in story.log:
        is_somebody = not event.get("is_bot") and event["type"] != "customer_replied"
        if is_somebody and event["event_at"] > since:
            yield event["event_at"]


INTEGRITY = {
    each.__name__: each
    for each in (late_downgrade_rate, late_pause_rate, hollow_acknowledgement_rate)
}
