"""The slow second implementation of coverage: what was acknowledged or answered, and how known."""

from collections.abc import Iterator
from datetime import datetime

from tests.reference import Row, Story
from tests.reference_metrics import World, of


def acknowledge_coverage(world: World) -> Iterator[Row]:
    """Inferred from the resolve itself, an acknowledgement is none."""
    for story, resolved_at in first_resolves(world):
        at = story.acknowledged_at
        is_explicit = "acknowledged" in story.records
        if is_explicit or "log" in story.records:
            is_hit = at is not None and (at < resolved_at or (is_explicit and at == resolved_at))
            yield of_resolve(world, story, resolved_at) | {"value": int(is_hit)}


def first_response_coverage(world: World) -> Iterator[Row]:
    for story, resolved_at in first_resolves(world):
        at = story.first_responded_at
        if "replied" in story.records and not story.is_outreach:
            is_hit = at is not None and at <= resolved_at
            yield of_resolve(world, story, resolved_at) | {"value": int(is_hit)}


def inferred_acknowledgement_rate(world: World) -> Iterator[Row]:
    for story in world.counted():
        at, end = story.acknowledged_at, story.first_ended_at
        if at and (end is None or at <= end):
            is_inferred = "acknowledged" not in story.records
            yield of(world, story, at=at) | {"at": at, "value": int(is_inferred)}


def first_resolves(world: World) -> Iterator[tuple[Story, datetime]]:
    """Cases whose first cycle ended with a resolve, and when."""
    for story in world.counted():
        resolved_at = story.cycles[0].resolved_at
        if resolved_at:
            yield story, resolved_at


def of_resolve(world: World, story: Story, at: datetime) -> Row:
    return of(world, story.until(story.cycles[0].ended_by), at=at) | {"at": at}


COVERAGE = {
    each.__name__: each
    for each in (acknowledge_coverage, first_response_coverage, inferred_acknowledgement_rate)
}
