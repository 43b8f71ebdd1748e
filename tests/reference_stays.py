"""The slow second implementation of stays: where an open case was, how long, and who had it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from tests.reference import GONE, SOLVED, Cycle, Row, Story, place, seconds, value_at
from tests.reference_coverage import first_resolves, of_resolve
from tests.reference_ends import is_undated
from tests.reference_figures import FOREVER, SECOND
from tests.reference_metrics import World, of

UNHANDLED = ("pending", "hold")


@dataclass
class Stay:
    """A stretch of open time under one word; `end` is None while it goes on."""

    start: datetime
    end: datetime | None
    word: Any


def handling_time(world: World) -> Iterator[Row]:
    return (row for row in status_rows(world) if row["status"] in ("new", "open"))


def waiting_time(world: World) -> Iterator[Row]:
    return (row for row in status_rows(world) if row["status"] in UNHANDLED)


def team_time(world: World) -> Iterator[Row]:
    for story in world.counted():
        for stay in timed_stays(story, stays(story, story.teams)):
            yield timed(world, story, stay)


def level_time(world: World) -> Iterator[Row]:
    for story in world.counted():
        for cycle in story.cycles:
            for stay in timed_stays(story, levels(story, cycle)):
                yield timed(world, story, stay) | {"level": stay.word}


def contract_handling_time(world: World) -> Iterator[Row]:
    for story, stay in status_stays(world):
        if stay.word in ("new", "open"):
            yield from worked_rows(world, story, stay, {"status": stay.word})


def contract_waiting_time(world: World) -> Iterator[Row]:
    for story, stay in status_stays(world):
        worked = on_contract(world, story, stay)
        if stay.word in UNHANDLED and worked and not worked[1]:
            yield from worked_rows(world, story, stay, {"status": stay.word})


def contract_team_time(world: World) -> Iterator[Row]:
    for story in world.counted():
        for stay in timed_stays(story, stays(story, story.teams)):
            yield from worked_rows(world, story, stay, {})


def contract_level_time(world: World) -> Iterator[Row]:
    for story in world.counted():
        for cycle in story.cycles:
            for stay in timed_stays(story, levels(story, cycle)):
                yield from worked_rows(world, story, stay, {"level": stay.word})


def worked_rows(world: World, story: Story, stay: Stay, words: Row) -> Iterator[Row]:
    """A stay that has ended, with what the clock to resolve ran in it; none without a target."""
    worked = on_contract(world, story, stay)
    if stay.end and worked:
        said = of(world, story, at=stay.end - SECOND) | words
        yield said | {"at": stay.end, "value": worked[0]}


def paused_share(world: World) -> Iterator[Row]:
    for story, stay in status_stays(world):
        worked = on_contract(world, story, stay)
        if stay.end and worked:
            base = seconds(stay.start, stay.end)
            words = of(world, story, at=stay.end - SECOND) | {"status": stay.word}
            yield words | {"at": stay.end, "value": base if worked[1] else 0, "base": base}


def handoffs(world: World) -> Iterator[Row]:
    for story in world.counted():
        for at, before, team, _ in moves_of(story):
            yield of(world, story, at=at) | {"at": at, "from_team": before, "team": team}


def ping_pong_rate(world: World) -> Iterator[Row]:
    for story in world.counted():
        for at, before, _, is_return in moves_of(story):
            words = of(world, story, at=at) | {"from_team": before}
            yield words | {"at": at, "value": int(is_return)}


def case_handoffs(world: World) -> Iterator[Row]:
    for story, resolved_at in first_resolves(world):
        count = sum(1 for at, *_ in moves_of(story) if at < resolved_at)
        yield of_resolve(world, story, resolved_at) | {"value": count}


def status_rows(world: World) -> Iterator[Row]:
    for story, stay in status_stays(world):
        yield timed(world, story, stay) | {"status": stay.word}


def status_stays(world: World) -> Iterator[tuple[Story, Stay]]:
    return ((s, stay) for s in world.counted() for stay in timed_stays(s, stays(s, s.statuses)))


def timed_stays(story: Story, found: list[Stay]) -> list[Stay]:
    """Without those that go to an end of which no date tells."""
    unknown = {one.ended_at for one in story.cycles if is_undated(one.ended_by)}
    return [stay for stay in found if stay.end is None or stay.end not in unknown]


def stays(story: Story, steps: list[tuple[datetime, Any]]) -> list[Stay]:
    """Open time under one value of `steps`; neighbours that meet under the same are one."""
    edges: list[datetime] = sorted({at for at, _ in (*story.statuses, *steps)})
    found: list[Stay] = []
    for start, end in pairwise([*edges, None]):
        assert start
        word = value_at(steps, start)
        if value_at(story.statuses, start) in SOLVED | GONE:
            continue
        if found and found[-1].end == start and found[-1].word == word:
            found[-1].end = end
        else:
            found.append(Stay(start, end, word))
    return found


def levels(story: Story, cycle: Cycle) -> list[Stay]:
    """Stays at an escalation level within a cycle; of one second only the last counts."""
    last = {}
    for event in sorted(story.log, key=place):
        at = event["event_at"]
        is_within = cycle.opened_at <= at < (cycle.ended_at or FOREVER)
        if event["type"] == "escalated" and is_within:
            last[at] = "No level" if event["level"] is None else f"L{event['level']}"
    found: list[Stay] = []
    for at, level in last.items():
        if found and found[-1].word == level:
            continue
        if found:
            found[-1].end = at
        found.append(Stay(at, cycle.ended_at, level))
    return found


def moves_of(story: Story) -> Iterator[tuple[datetime, str, str, bool]]:
    """(when, from team, to team, whether it had been there before) of each handoff."""
    named = [stay for stay in stays(story, story.teams) if stay.word]
    for number, (before, after) in enumerate(pairwise(named), start=1):
        if before.word != after.word:
            is_return = any(stay.word == after.word for stay in named[:number])
            yield after.start, before.word, after.word, is_return


def on_contract(world: World, story: Story, stay: Stay) -> tuple[int, bool] | None:
    """What the clock to resolve ran in a stay, and whether it stood at its end; None without a
    target at either end."""
    judge = world.judge
    assert judge, "the world has no judge"
    spans = judge.stretches(story, "resolve", stay.start, stay.end or world.as_of)
    spans = [span for span in spans if span.start < span.end]
    if not spans or not spans[0].target or not spans[-1].target:
        return None
    version = judge.version_at(story.created_at)
    ran = sum(
        judge.clock(version, span.target.calendar).elapsed(span.start, span.end)
        for span in spans
        if span.target and not span.is_paused
    )
    return ran, spans[-1].is_paused


def timed(world: World, story: Story, stay: Stay) -> Row:
    """A stay as a duration, described as in its last second."""
    at = stay.end - SECOND if stay.end else world.as_of
    return of(world, story, at=at) | {
        "started_at": stay.start,
        "opened_at": stay.start,
        "ended_at": stay.end,
        "superseded_at": None,
        "is_event": stay.end is not None,
        "value": seconds(stay.start, stay.end) if stay.end else None,
    }


STAYS = {
    each.__name__: each
    for each in (
        handling_time,
        waiting_time,
        team_time,
        level_time,
        contract_handling_time,
        contract_waiting_time,
        contract_team_time,
        contract_level_time,
        paused_share,
        handoffs,
        ping_pong_rate,
        case_handoffs,
    )
}
