"""Where answers come from and where they go: the profile of a source, before and after a load."""

from pathlib import Path

from loaders.dating import Layouts
from loaders.mapping import DAYS
from loaders.meaning import Options
from loaders.profiles import profile, remember
from loaders.questions import Answerer, Question
from loaders.understanding import Understanding


def from_profile(home: Path) -> Answerer:
    """Answers what was said before about the source that a question is about."""

    def answer(question: Question) -> str | None:
        return profile(home, question.source).answer(question.topic) if question.source else None

    return answer


def learn(home: Path, options: Options, understanding: Understanding) -> dict[str, str]:
    """Keep what the person said and the file needed; only what the profile did not say yet."""
    source = understanding.meaning.name
    known = profile(home, source).told()
    told = {
        name: value
        for name, value in _told(options, understanding).items()
        if value is not None and known.get(name) != value
    }
    if told:
        remember(home, source, told)
    return told


def _told(options: Options, understanding: Understanding) -> dict[str, str | None]:
    """An option that no column of the file has use for says nothing about its source."""
    found: dict[str, str | None] = {"account": understanding.meaning.account and options.account}
    layouts = [one for dating in understanding.datings for one in dating.columns.values()]
    if any(_is_numeric(one) for one in layouts):
        found["date_order"] = options.date_order
    if _has_local_times(understanding):
        found["time_zone"] = options.time_zone
    return found


def _is_numeric(layouts: Layouts) -> bool:
    """Whether day and month are both numbers and the year does not lead: only then is there an
    order to tell."""
    formats = (*layouts.local, *layouts.offset)
    return any("%d" in one and "%m" in one and not one.startswith("%Y") for one in formats)


def _has_local_times(understanding: Understanding) -> bool:
    for part, dating in zip(understanding.meaning.parts, understanding.datings, strict=True):
        named = [name for name in part.mapping.instants() if name not in DAYS]
        if any(dating.columns[part.mapping.headers(name)[0]].local for name in named):
            return True
    return False
