"""The slow second implementation of what clients say: answers, laid beside replayed cases."""

from collections.abc import Iterator
from datetime import timedelta

from tests.reference import Row, Story, value_at
from tests.reference_metrics import World, of, of_first_resolve

WINDOW = timedelta(days=14)
NOBODY = ("tier", "region", "severity", "team", "category", "system", "account")


def csat_score(world: World) -> Iterator[Row]:
    for answer, story in answers(world):
        is_drill = story is not None and story.case.get("is_drill")
        if answer["score"] is None or not answer["max_score"] or is_drill:
            continue
        words = described(world, story, answer)
        is_satisfied = answer["score"] / answer["max_score"] >= 0.8
        words |= {"at": answer["answered_at"], "value": int(is_satisfied)}
        yield words | {"resolve_verdict": verdict(world, story, answer)}


def described(world: World, story: Story | None, answer: Row) -> Row:
    """The case as it stood when the answer came; without one only the account may be known."""
    at = answer["answered_at"]
    if story:
        return of(world, story, at=max(at, story.created_at))
    words = {name: f"No {name}" for name in NOBODY}
    for name in ("tier", "region"):
        told = world.judge.account_steps(answer, name) if world.judge else []
        words[name] = value_at(told, at) or words[name]
    return words


def survey_response_rate(world: World) -> Iterator[Row]:
    begun: dict[str, list[Row]] = {}
    for answer, story in answers(world):
        if story:
            begun.setdefault(source_of(story), []).append(answer)
    for story in world.counted():
        asked = begun.get(source_of(story))
        if not story.first_resolved_at or not asked:
            continue
        limit = story.first_resolved_at + WINDOW
        case_id = story.case["case_id"]
        said = [a["answered_at"] for a in asked if a["case_id"] == case_id]
        inside = [at for at in said if story.first_resolved_at <= at <= limit]
        decided = min(inside, default=limit)
        if min(a["answered_at"] for a in asked) <= decided <= world.as_of:
            words = of_first_resolve(world, story)
            yield words | {"at": decided, "value": int(bool(inside))}


def answers(world: World) -> Iterator[tuple[Row, Story | None]]:
    """Each answer known by now, with its case if that is loaded."""
    known = {story.case["case_id"]: story for story in world.stories}
    for answer in world.surveys:
        story = known.get(answer["case_id"])
        if answer["answered_at"] and answer["answered_at"] <= world.as_of:
            yield answer, story


def verdict(world: World, story: Story | None, answer: Row) -> str:
    """How the promise to resolve stood when the answer came; one breach outweighs all."""
    if story is None:
        return "No case"
    made = (p for p in world.promises[story.case["case_id"]] if p.promise == "resolve")
    states = {p.state for p in made if p.decided_at and p.decided_at <= answer["answered_at"]}
    return "breached" if "breached" in states else "met" if "met" in states else "undecided"


def source_of(story: Story) -> str:
    return str(story.case["case_id"]).split(":")[0]


OUTCOME = {each.__name__: each for each in (csat_score, survey_response_rate)}
