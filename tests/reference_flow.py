"""The slow second implementation of the flow and recovery metrics, from replayed cases."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from tests.reference import Row, Story
from tests.reference_figures import FOREVER
from tests.reference_metrics import World, cycles, of

DAY = timedelta(days=1)
BANDS = {"00-01 d": 0, "01-03 d": 1, "03-07 d": 3, "07-30 d": 7, "30 d or more": 30}


def net_flow(world: World) -> Iterator[Row]:
    for story, cycle in cycles(world):
        words = of(world, story.until(cycle.ended_by), at=cycle.ended_at)
        yield words | {"at": cycle.opened_at, "value": 1}
        if cycle.ended_at:
            yield words | {"at": cycle.ended_at, "value": -1}


def open_age(world: World) -> Iterator[Row]:
    """A stay in each band, cut to the cycle; a stay of no length is in no stock."""
    spans = list(zip(BANDS, pairwise([*BANDS.values(), 100_000]), strict=True))
    for story, cycle in cycles(world):
        words = of(world, story.until(cycle.ended_by), at=cycle.ended_at)
        born = cycle.opened_at - timedelta(seconds=cycle.carried_seconds)
        for band, (first, after) in spans:
            entered = max(cycle.opened_at, born + first * DAY)
            left = min(cycle.ended_at or FOREVER, born + after * DAY)
            if entered < left:
                yield words | {"age_band": band, "entered_at": entered, "left_at": left}


def early_reopen_rate(world: World) -> Iterator[Row]:
    return judged_after(world, 7 * DAY)


def judged_after(world: World, window: timedelta) -> Iterator[Row]:
    """Whether a resolve was undone within a window, once that is known."""
    for story in world.counted():
        limit = story.first_resolved_at and story.first_resolved_at + window
        back = first_reopen(story)
        if limit and min(limit, back) <= world.as_of:
            yield of(world, story) | {"at": min(limit, back), "value": int(back <= limit)}


def first_reopen(story: Story) -> datetime:
    return story.first_reopened_at or FOREVER


FLOW = {each.__name__: each for each in (net_flow, open_age, early_reopen_rate)}
