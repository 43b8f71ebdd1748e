"""The slow second implementation of the flow and recovery metrics, from replayed cases."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from tests.reference import Cycle, Row, Story
from tests.reference_ends import is_undated
from tests.reference_figures import FOREVER
from tests.reference_metrics import World, cases_resolved, cycles, of, of_first_resolve

DAY = timedelta(days=1)
BANDS = {"00-01 d": 0, "01-03 d": 1, "03-07 d": 3, "07-30 d": 7, "30 d or more": 30}
SILENCES = {"01-05 d": 1, "05-10 d": 5, "10-30 d": 10, "30 d or more": 30}


def net_flow(world: World) -> Iterator[Row]:
    """In where a case comes into a stock, out where it leaves it."""
    for words in open_cases(world):
        entered, left = words.pop("entered_at"), words.pop("left_at")
        yield words | {"at": entered, "value": 1}
        if left and left <= world.as_of:
            yield words | {"at": left, "value": -1}


def opening(world: World, story: Story, cycle: Cycle) -> Row:
    """What the case was when it was opened; when it ended, if it was open for no second."""
    if cycle.ended_at == cycle.opened_at:
        return of(world, story.until(cycle.ended_by), at=cycle.ended_at)
    return of(world, story, at=cycle.opened_at)


def placed(world: World) -> Iterator[tuple[Story, Cycle]]:
    """Cycles of which it is known when they were open."""
    return ((story, one) for story, one in cycles(world) if not is_undated(one.ended_by))


def resolution_velocity(world: World) -> Iterator[Row]:
    """The resolves of cases_resolved; the days are counted by the figure."""
    return cases_resolved(world)


def open_age(world: World) -> Iterator[Row]:
    """A stay in each band, cut to the times in which the case was the same; a stay of no length is
    in no stock."""
    spans = list(zip(BANDS, pairwise([*BANDS.values(), 100_000]), strict=True))
    for story, cycle in placed(world):
        born = cycle.opened_at - timedelta(seconds=cycle.carried_seconds)
        for words in in_stock(world, story, cycle):
            for band, (first, after) in spans:
                entered = max(words["entered_at"], born + first * DAY)
                left = min(words["left_at"] or FOREVER, born + after * DAY)
                if entered < left:
                    yield words | {"age_band": band, "entered_at": entered, "left_at": left}


def open_cases(world: World) -> Iterator[Row]:
    for story, cycle in placed(world):
        yield from in_stock(world, story, cycle)


def changes(world: World, story: Story) -> set[datetime]:
    """When the case may have become something else."""
    assert world.judge is not None
    return world.judge.changes(story) | {at for at, _ in story.teams}


def in_stock(world: World, story: Story, cycle: Cycle) -> Iterator[Row]:
    """The case from each second on in which it became something else."""
    end = cycle.ended_at or FOREVER
    moves = changes(world, story)
    edges = [cycle.opened_at, *sorted(at for at in moves if cycle.opened_at < at < end), end]
    starts = [at for at in edges[:-1] if at < end and at <= world.as_of]
    told = [(at, of(world, story, at=at)) for at in starts]
    told = [one for n, one in enumerate(told) if n == 0 or one[1] != told[n - 1][1]]
    for (start, words), (stop, _) in pairwise([*told, (end, {})]):
        yield words | {"entered_at": start, "left_at": None if stop == FOREVER else stop}


def cumulative_flow(world: World) -> Iterator[Row]:
    for story, cycle in placed(world):
        told = {"move": "opened", "entered_at": cycle.opened_at, "left_at": None}
        yield opening(world, story, cycle) | told
        if cycle.ended_at:
            told = {"move": "ended", "entered_at": cycle.ended_at, "left_at": None}
            yield opening(world, story, cycle) | told


def open_latency(world: World) -> Iterator[Row]:
    """A stay in each band of each silence; a table of cases tells of none."""
    spans = list(zip(SILENCES, pairwise([*SILENCES.values(), 100_000]), strict=True))
    for story, cycle in cycles(world):
        for since, until in silences(story, cycle) if "log" in story.records else ():
            words = of(world, story, at=since)
            for band, (first, after) in spans:
                entered, left = since + first * DAY, min(until, since + after * DAY)
                if entered < left:
                    stock = {"entered_at": entered, "left_at": left}
                    yield words | stock | {"latency_band": band}


def silences(story: Story, cycle: Cycle) -> list[tuple[datetime, datetime]]:
    """From each sign of life of a cycle to the next, the opening and the end among them."""
    end = cycle.ended_at or FOREVER
    nothing = ("tier_changed", "region_changed")  # done to the account, not on the case
    acts = (e for e in story.log if e["type"] not in nothing)
    done = {e["event_at"] for e in acts if not e.get("is_bot")}
    signs = sorted({cycle.opened_at} | {at for at in done if cycle.opened_at < at < end})
    return list(pairwise([*signs, end]))


def early_reopen_rate(world: World) -> Iterator[Row]:
    return judged_after(world, 7 * DAY)


def judged_after(world: World, window: timedelta) -> Iterator[Row]:
    """Whether a resolve was undone within a window, once that is known."""
    for story in world.counted():
        limit = story.first_resolved_at and story.first_resolved_at + window
        back = first_reopen(story)
        if limit and min(limit, back) <= world.as_of:
            words = of_first_resolve(world, story)
            yield words | {"at": min(limit, back), "value": int(back <= limit)}


def first_reopen(story: Story) -> datetime:
    return story.first_reopened_at or FOREVER


FLOW = {
    each.__name__: each
    for each in (
        net_flow,
        resolution_velocity,
        open_age,
        open_cases,
        early_reopen_rate,
        cumulative_flow,
        open_latency,
    )
}
