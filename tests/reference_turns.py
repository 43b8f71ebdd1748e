"""The slow second implementation of promises that begin within a case: who waits from when.

A turn is a cycle of its own for the judge: where its clock starts, what ends it, what keeps it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from tests.reference import Cycle, Row, Story, first, is_reply

LAST = 10**18  # after everything that the log says in the same second


@dataclass
class Turn:
    """`cycle` says where the clock starts and what ends it, `evidence` keeps the promise."""

    cycle: Cycle
    evidence: Row | None


def next_responses(story: Story) -> list[Turn]:
    """From the first customer reply after an answer to the next answer, cycle by cycle; what an
    agent opened is itself what a first one answers to."""
    talk = [e for e in story.log if is_reply(e) or is_question(e)]
    found = []
    for place, event in enumerate(talk):
        is_after = is_reply(talk[place - 1]) if place else story.is_outreach
        if is_question(event) and is_after:
            answer = first(e for e in talk[place + 1 :] if is_reply(e))
            found += [(place, wait) for wait in waits(story, event["event_at"], answer)]
    found.sort(key=lambda pair: (pair[1].cycle.number, pair[1].cycle.opened_at, pair[0]))
    return numbered(turn for _, turn in found)


def is_question(event: Row) -> bool:
    return event["type"] == "customer_replied" and not event["is_bot"]


def waits(story: Story, asked: datetime, answer: Row | None) -> Iterator[Turn]:
    """The cycles in which a customer waits; solved time between them is no wait."""
    for cycle in story.cycles:
        if cycle.ended_at and cycle.ended_at < asked:
            continue
        if asked >= cycle.opened_at or answer is None or answer["event_at"] > cycle.opened_at:
            yield Turn(replace(cycle, opened_at=max(asked, cycle.opened_at)), answer)


def updates(judge: Any, story: Story) -> list[Turn]:
    """From where updates are wanted, and from each update, to the next one: by every version of
    the policy those that start while it is in force. Where a newer one comes to want updates while
    an older one still waits for one, the newer clock takes its place."""
    found = [
        turn
        for version in judge.policy.versions
        for run in runs(judge, story, version)
        for turn in silences(judge, story, run)
        if judge.version_at(turn.cycle.opened_at) is version
    ]
    found.sort(key=lambda turn: (turn.cycle.number, turn.cycle.opened_at))
    for place, (turn, later) in enumerate(pairwise(found)):
        at = later.cycle.opened_at
        is_waiting = turn.evidence is None or turn.evidence["event_at"] > at
        is_on = turn.cycle.ended_at is None or turn.cycle.ended_at > at
        if turn.cycle.number == later.cycle.number and is_waiting and is_on:
            found[place] = Turn(ended(turn.cycle, at), None)
    return numbered(found)


def silences(judge: Any, story: Story, run: Cycle) -> Iterator[Turn]:
    told = [e for e in story.log if is_reply(e) or is_update(e)]
    until = run.ended_at
    within = [e for e in told if run.opened_at < e["event_at"] <= (until or judge.as_of)]
    heard = {e["event_at"]: e for e in reversed(within)}
    points = [run.opened_at, *sorted(heard)]
    for place, start in enumerate(points):
        if until is None or start < until:
            after = points[place + 1] if place + 1 < len(points) else None
            yield Turn(replace(run, opened_at=start), after and heard[after])


def ended(run: Cycle, at: datetime) -> Cycle:
    """The run, broken off where something else than the end of the case does so."""
    eased = {"event_at": at, "type": "eased", "seq": LAST}
    return Cycle(run.number, run.opened_at, 0, resolved_at=at, ended_by=eased)


def is_update(event: Row) -> bool:
    return event["type"] == "updated" and not event["is_bot"] and event["is_public"] is not False


def runs(judge: Any, story: Story, version: Any) -> Iterator[Cycle]:
    """The spans of each cycle in which a version wants updates, each as a cycle of its own."""
    changes = judge.changes(story)
    for cycle in story.cycles:
        end = cycle.ended_at or judge.as_of
        edges = [cycle.opened_at, *sorted(at for at in changes if cycle.opened_at < at < end)]
        if cycle.ended_at is None and judge.as_of in changes - {cycle.opened_at}:
            edges.append(judge.as_of)
        begun = None
        targets = judge.targets(story, version, "update", edges)
        for at, target in zip(edges, targets, strict=True):
            if target is None and begun is not None:
                yield ended(replace(cycle, opened_at=begun), at)
            begun = (begun or at) if target else None
        if begun is not None and begun != cycle.ended_at:
            yield replace(cycle, opened_at=begun)


def mitigations(story: Story) -> list[Turn]:
    """A turn for each cycle: to its first mitigation, else its resolve."""
    found = []
    for cycle in story.cycles:
        end = cycle.ended_at or datetime.max
        eased = (e for e in story.log if e["type"] == "mitigated")
        within = first(e for e in eased if cycle.opened_at <= e["event_at"] <= end)
        found.append(Turn(cycle, within or (cycle.ended_by if cycle.resolved_at else None)))
    return found


def numbered(turns: Iterable[Turn]) -> list[Turn]:
    return [
        Turn(replace(turn.cycle, number=number), turn.evidence)
        for number, turn in enumerate(turns, start=1)
    ]
