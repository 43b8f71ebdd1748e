"""The slow second implementation of how promises were kept: near misses, overruns, budgets."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from math import ceil

from tests.reference import Row, Story
from tests.reference_figures import FOREVER
from tests.reference_metrics import World, of, promises
from tests.reference_promises import Promise

MILLION = 1_000_000


def near_miss_rate(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        if one.met_at and one.target_seconds:
            used = Fraction(one.elapsed_seconds, one.target_seconds)
            row = {"at": one.met_at, "value": int(used >= Fraction(9, 10))}
            yield of(world, story, one) | row


def target_used(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        if one.is_kept and one.target_seconds:
            used = one.elapsed_seconds * 10_000 // one.target_seconds
            yield of(world, story, one) | {"at": one.stopped_at, "value": used}


def contract_promise_time(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        if one.is_kept and one.target_seconds:
            yield of(world, story, one) | {"at": one.stopped_at, "value": one.elapsed_seconds}


def breach_overrun(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        if one.breached_at:
            end = one.breach_left_at
            yield of(world, story, one) | {
                "started_at": one.breached_at,
                "opened_at": one.breached_at,
                "ended_at": end,
                "superseded_at": None,
                "is_event": one.is_kept,
                "value": int((end - one.breached_at).total_seconds()) if end else None,
            }


def decided(world: World) -> Iterator[tuple[Row, int, int]]:
    """Every decided promise: its words, what its objective allows and what was breached, both
    in millionths of a promise."""
    for story, one in promises(world):
        if one.decided_at:
            objective = Fraction(str(one.objective))
            words = {"at": one.decided_at, "objective": f"{float(objective * 100):.2f} %"}
            allowed = int((1 - objective) * MILLION)
            breached = 0 if one.met_at else MILLION
            yield of(world, story, one) | words, allowed, breached


def error_budget_burn(world: World) -> Iterator[Row]:
    return (row | {"value": used, "base": allowed} for row, allowed, used in decided(world))


def error_budget_allowed(world: World) -> Iterator[Row]:
    return (row | {"value": allowed} for row, allowed, _ in decided(world))


def error_budget_left(world: World) -> Iterator[Row]:
    return (row | {"value": allowed - used} for row, allowed, used in decided(world))


def sla_adherence_by_created(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        if one.decided_at:
            row = {"at": story.created_at, "value": int(one.state == "met")}
            yield of(world, story, one) | row


def sla_adherence_by_resolved(world: World) -> Iterator[Row]:
    for story, one in promises(world):
        resolved = resolved_after(story, one)
        if one.decided_at and resolved:
            yield of(world, story, one) | {"at": resolved, "value": int(one.state == "met")}


def resolved_after(story: Story, one: Promise) -> datetime | None:
    """When the opening of the case was resolved in which the promise was made."""
    if one.promise not in ("next_response", "update"):  # these are numbered by themselves
        return story.cycles[one.cycle - 1].resolved_at
    begun = [cycle for cycle in story.cycles if cycle.opened_at <= one.started_at]
    return begun[-1].resolved_at


def promises_at_risk(world: World) -> Iterator[Row]:
    return standings(world, "at_risk")


def promises_paused(world: World) -> Iterator[Row]:
    return standings(world, "paused")


def standings(world: World, state: str) -> Iterator[Row]:
    """Each span of a promise in a state before its breach, cut where the team changes."""
    for story, one in promises(world):
        if one.state == "unknown":
            continue
        told = one.told or story
        for start, end in spans(world, one, told, state):
            stop = min(end or FOREVER, one.breached_at or FOREVER)
            inner = {at for at, _ in told.teams if start < at < stop}
            for entered, left in pairwise([start, *sorted(inner), stop]):
                words = of(world, told, at=entered) | {"promise": one.promise}
                stock = {"entered_at": entered, "left_at": None if left == FOREVER else left}
                if entered < left:
                    yield words | stock


def spans(
    world: World, one: Promise, told: Story, state: str
) -> Iterator[tuple[datetime, datetime | None]]:
    """From when to when (None: it goes on) the clock stood paused, or ran at risk."""
    judge = world.judge
    assert judge, "the world has no judge"
    version = judge.version_of(told, one.promise, one.started_at)
    elapsed = one.carried_seconds
    stretches = judge.stretches(told, one.promise, one.started_at, one.stopped_at or world.as_of)
    for number, span in enumerate(stretches, start=1):
        is_on = number == len(stretches) and one.stopped_at is None
        end = None if is_on else span.end
        if not span.target:
            continue
        if span.is_paused:
            if state == "paused":
                yield span.start, end
            continue
        clock = judge.clock(version, span.target.calendar)
        wanted = ceil(judge.policy.reporting.at_risk_share * span.target.within_seconds)
        ran = clock.elapsed(span.start, span.end)
        if state == "at_risk" and elapsed + ran >= wanted:
            left = wanted - elapsed
            at = span.start if left <= 0 else clock.nth(span.start, left)
            yield at or span.end, end
        elapsed += ran


KEPT = {
    each.__name__: each
    for each in (
        near_miss_rate,
        contract_promise_time,
        target_used,
        breach_overrun,
        error_budget_burn,
        error_budget_allowed,
        error_budget_left,
        sla_adherence_by_created,
        sla_adherence_by_resolved,
        promises_at_risk,
        promises_paused,
    )
}
