"""The slow second implementation of clock integrity: what was done to a running promise."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from tests.reference import GONE, SOLVED, Row, Story, status_said, value_at
from tests.reference_figures import FOREVER, SECOND
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
        if one.promise == "resolve" and not story.case.get("is_drill"):
            yield from ((judge, move) for move in moves_of(judge, one.told or story, one))


def moves_of(judge: Judge, told: Story, one: Promise) -> Iterator[Move]:
    elapsed = one.carried_seconds
    version = judge.version_of(told, "resolve", one.started_at)
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
        clock = judge.clock(judge.version_at(story.created_at), one.calendar)
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


def impossible_orders(world: World) -> Iterator[Row]:
    """Each case and kind once, where it first showed; rows set aside by their own instants."""
    told = {s.case["case_id"]: s for s in world.stories}
    found: dict[tuple[str, str], datetime] = {}
    kept = ((s.case["case_id"], *one) for s in world.stories for one in disorders(s))
    for name, kind, at in (*kept, *disorders_set_aside(world)):
        if at <= world.as_of:
            found[name, kind] = min(at, found.get((name, kind), FOREVER))
    for (name, kind), at in found.items():
        story = told.get(name)
        if story is None or not story.case.get("is_drill"):
            words = of(world, story, at=at) if story else dict.fromkeys(UNKNOWN)
            words = {key: word or f"No {key}" for key, word in words.items()}
            yield words | {"at": at, "disorder": kind}


def disorders(story: Story) -> Iterator[tuple[str, datetime]]:
    if story.has_early:
        yield "event before creation", story.created_at
    first, ack = story.cycles[0].resolved_at, story.acknowledged_by
    if ack and first and ack["type"] == "acknowledged" and "acknowledged" in story.records:
        at = ack["event_at"]
        if at > first and not any(
            c.opened_at <= at <= (c.ended_at or FOREVER) for c in story.cycles
        ):
            yield "acknowledged after resolve", at
    for event, statuses in steps(story):
        at, ends = event["event_at"], SOLVED | GONE
        if event["type"] == "reopened" and not ends & set(statuses):
            yield "reopened while open", at
        lay_closed = story.created_at < at and value_at(story.statuses, at - SECOND) == "closed"
        if status_said(event) == "resolved" and statuses[-1] == "closed" and lay_closed:
            yield "resolved after closed", at


def steps(story: Story) -> Iterator[tuple[Row, list[str]]]:
    """Each event with the statuses of its second until then, the one before it first."""
    status, second, held = "new", None, ["new"]
    for event in story.log:
        if event["event_at"] != second:
            second, held = event["event_at"], [status]
        yield event, held
        status = status_said(event) or status
        held.append(status)


def disorders_set_aside(world: World) -> Iterator[tuple[str, str, datetime]]:
    names = {"end_before_start": "end before start", "out_of_sequence": "out of sequence"}
    for row in world.set_aside:
        if row["rule"] in names and row["case_id"] and row["told_at"]:
            yield row["case_id"], names[row["rule"]], row["told_at"]


UNKNOWN = ("tier", "region", "severity", "team", "category", "system", "account", "kind")
INTEGRITY = {
    each.__name__: each
    for each in (
        late_downgrade_rate,
        late_pause_rate,
        hollow_acknowledgement_rate,
        impossible_orders,
    )
}
