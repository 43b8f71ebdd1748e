"""The slow second implementation: which cases came back, by comparing each with each.

Written from the definitions' words; it shares no SQL with the mart. One case follows another
when it is of the same kind, category and system.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from tests.reference import Row, Story, seconds
from tests.reference_metrics import World, of, of_first_resolve

Groups = dict[tuple[str | None, ...], list[Story]]
ABOUT = ("kind", "category", "system")


def recurrence_rate(world: World) -> Iterator[Row]:
    return judged(world, groups(world, ABOUT))


def early_recurrence_rate(world: World) -> Iterator[Row]:
    return judged(world, groups(world, ABOUT), min(world.recurrence_window, timedelta(days=7)))


def account_recurrence_rate(world: World) -> Iterator[Row]:
    return judged(world, groups(world, (*ABOUT, "account")))


def repeat_interval(world: World) -> Iterator[Row]:
    for group in groups(world, ABOUT).values():
        ends = sorted(s.first_resolved_at for s in group if s.first_resolved_at)
        for story in group:
            before = [at for at in ends if at < story.created_at]
            if before and story.created_at - before[-1] <= world.recurrence_window:
                waited = seconds(before[-1], story.created_at)
                words = of(world, story, at=story.created_at)
                yield words | {"at": story.created_at, "value": waited}


def chronic_cases(world: World) -> Iterator[Row]:
    for group in groups(world, (*ABOUT, "account")).values():
        ordered = sorted(group, key=lambda one: one.created_at)
        for place, story in enumerate(ordered):
            if place < 2:
                continue
            third_last = ordered[place - 2].created_at
            if story.created_at - third_last <= world.recurrence_window:
                yield of(world, story, at=story.created_at) | {"at": story.created_at}


RECURRENCES: dict[str, Callable[[World], Iterable[Row]]] = {
    each.__name__: each
    for each in (
        recurrence_rate,
        early_recurrence_rate,
        account_recurrence_rate,
        repeat_interval,
        chronic_cases,
    )
}


def judged(world: World, found: Groups, window: timedelta | None = None) -> Iterator[Row]:
    """A row per first resolve after which something opened in time, or the window is over."""
    window = window or world.recurrence_window
    for group in found.values():
        openings = sorted(story.created_at for story in group)
        for story in group:
            if story.first_resolved_at:
                at, is_hit = verdict(story.first_resolved_at, openings, window)
                if at <= world.as_of:
                    words = of_first_resolve(world, story)
                    yield words | {"at": at, "value": int(is_hit)}


def verdict(
    resolved: datetime, openings: list[datetime], window: timedelta
) -> tuple[datetime, bool]:
    """When a resolve is decided and whether something came after it."""
    limit = resolved + window
    after = next((at for at in openings if at > resolved), None)
    return (after, True) if after and after <= limit else (limit, False)


def groups(world: World, names: tuple[str, ...]) -> Groups:
    """Cases that share these words; without a category (or an account, if that is one of the
    names) a case is in none."""
    found: Groups = defaultdict(list)
    for story in world.counted():
        words = of(world, story)
        key = tuple(story.case.get(f"{n}_id") if n == "account" else words[n] for n in names)
        if words["category"] != "No category" and None not in key:
            found[key].append(story)
    return found
